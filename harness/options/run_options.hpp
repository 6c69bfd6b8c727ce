// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
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

/// Of `leakproof run`, as given.
struct RunOptions {
  std::string configuration{};           // a file; empty: leakproof.toml, if there is one
  std::vector<std::string> clients{};    // empty: those of the worker that are compared
  std::vector<std::string> scenarios{};  // empty: all
  std::string worker{};                  // empty: the bundled one
  std::vector<std::string> program{};    // behind "--": in place of a worker
  int concurrency = 0;                   // requests that it makes at once; 0: as seen
  bool agents = true;                    // in its runtime, so that it collects garbage
  std::string upstream{};                // a server of the user's, in place of a scenario
  std::string reply_file{};              // verbatim replies, in place of a scenario
  ClientUsage client_usage{};            // in which a worker's clients are used
  std::vector<Tolerance> tolerances{};
  std::int64_t fetches = 0;  // 0: as many as the verdict takes
  std::int64_t seconds = 0;  // 0: as long as the verdict takes
  std::optional<std::int64_t> horizon{};
  int jobs = 0;           // 0: the machine's cores
  std::string shard{};    // "2/4"; empty: as an engine says in the environment
  std::string timings{};  // an earlier results file, by which shares are balanced
  std::string resume{};   // the results file of a run that was interrupted
  std::uint64_t seed = 1;
  int repeat = 1;
  double max_memory_mib = 2048;
  std::int64_t max_descriptors = 1024;
  double worker_timeout_seconds = 30;
  bool declared = false;                // rulings are held against an expectation:
  std::optional<Expectation> expect{};  // this one of all, or else each client's own
  std::optional<bool> owners{};  // of every leak, or none; nothing: where they are not declared
  bool controls = true;
  bool bisect = false;  // exit codes are for git bisect run
  bool quiet = false;
  std::map<std::string, std::string> reports{};  // format → file
};

inline std::chrono::milliseconds answer_timeout(double worker_timeout_seconds) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(worker_timeout_seconds));
}

}  // namespace leakproof
