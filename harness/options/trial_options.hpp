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

/// What --horizon may be, in fetches.
inline constexpr std::int64_t least_horizon = 60;
inline constexpr std::int64_t greatest_horizon = 100'000'000;

/// What is tested, and how: everything that makes the trials of a run what they are.
struct TrialOptions {
  std::vector<std::string> clients{};    // empty: those of the worker that are compared
  std::vector<std::string> scenarios{};  // or groups of them; empty: the group "basic"
  std::string worker{};                  // a command; empty: the bundled worker
  std::vector<std::string> program{};    // the words behind "--", in place of a worker
  int concurrency = 0;                   // requests that the program makes at once; 0: as observed
  bool agents = true;                    // in the program's runtime, so that it collects garbage
  std::string upstream{};                // a server's URL, in place of a scenario
  std::string replay_file{};             // verbatim replies, in place of a scenario
  ClientUsage client_usage{};            // by a worker
  std::vector<Tolerance> tolerances{};
  std::int64_t fetches = 0;  // at least; 0: as many as the verdict takes
  std::int64_t seconds = 0;  // at least; 0: as long as the verdict takes
  std::optional<std::int64_t> horizon{};
  std::uint64_t seed = 1;
  int repeat = 1;
  double max_memory_mib = 2048;  // of a worker, as the two below
  std::int64_t max_descriptors = 1024;
  double worker_timeout_seconds = 30;
  bool declared = false;                // rulings are compared with an expectation:
  std::optional<Expectation> expect{};  // this one for all, or else each client's own
  std::optional<bool> attribution{};    // of every leak, or none; nothing: of leaks not declared

  bool operator==(const TrialOptions&) const = default;

  /// Is each client's ruling compared with what its worker declares?
  bool uses_declarations() const { return declared && !expect; }
};

inline std::chrono::milliseconds answer_timeout(double worker_timeout_seconds) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(worker_timeout_seconds));
}

/// Throws UsageError where options exclude each other.
void require_consistent(const TrialOptions&);

}  // namespace leakproof
