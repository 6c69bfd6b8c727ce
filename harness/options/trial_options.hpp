// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/client.hpp>
#include <leakproof/tolerance.hpp>

#include "model/client_usage.hpp"

namespace leakproof {

/// The range of --horizon, in fetches.
inline constexpr std::int64_t least_horizon = 60;
inline constexpr std::int64_t greatest_horizon = 100'000'000;

/// What is tested and how: all options that determine the trials of a run.
struct TrialOptions {
  std::vector<std::string> clients{};    // empty: all of the worker's with `compared`
  std::vector<std::string> scenarios{};  // or groups; empty: the group "basic"
  std::string worker{};                  // a command; empty: the bundled worker
  std::vector<std::string> program{};    // the words after "--", instead of a worker
  std::string test{};                    // what `program` runs, as a worker; empty: any program
  int concurrency = 0;                   // concurrent requests of the program; 0: as observed
  bool agents = true;                    // make the program's runtime collect garbage
  std::string upstream{};                // a server's URL, instead of a scenario
  std::string replay_file{};             // verbatim replies, instead of a scenario
  ClientUsage client_usage{};            // how a worker uses its clients
  std::vector<Tolerance> tolerances{};
  std::int64_t fetches = 0;  // minimum for a clean verdict; 0: no minimum
  std::int64_t seconds = 0;  // minimum for a clean verdict; 0: no minimum
  std::optional<std::int64_t> horizon{};
  std::uint64_t seed = 1;
  int repeat = 1;
  double max_memory_mib = 2048;  // limits of a worker, as the two below
  std::int64_t max_descriptors = 1024;
  double worker_timeout_seconds = 30;
  bool declared = false;                // compare rulings with an expectation:
  std::optional<Expectation> expect{};  // this one for all; empty: each client's own
  std::optional<bool> attribution{};    // all leaks, or none; empty: undeclared leaks
  std::vector<std::string> mine{};      // paths of code that is the user's wherever it lies

  bool operator==(const TrialOptions&) const = default;

  /// Is any program tested, which does not speak the worker protocol?
  bool is_paced() const { return !program.empty() && test.empty(); }

  /// Is each client's ruling compared with what its worker declares?
  bool uses_declarations() const { return declared && !expect; }
};

inline std::chrono::milliseconds answer_timeout(double worker_timeout_seconds) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(worker_timeout_seconds));
}

/// Throws UsageError if options contradict each other.
void require_consistent(const TrialOptions&);

}  // namespace leakproof
