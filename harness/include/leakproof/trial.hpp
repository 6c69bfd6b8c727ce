// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/client.hpp>
#include <leakproof/verdict.hpp>

namespace leakproof {

/// How the origin behaves, as far as a trial must know it.
struct Scenario {
  std::string name{};
  std::string summary{};
  bool completes = true;                  // does a correct client get a whole reply?
  bool has_body = true;                   // is there anything to hoard?
  bool is_known = true;                   // false: only the user knows what should come of it
  int requests_per_fetch = 1;             // of a client that follows redirects
  std::optional<std::int64_t> horizon{};  // its own, where a fetch is dear
};

/// How far to look, and the fences around the worker.
struct Plan {
  /// Fetches to the first look: the largest cache that the user is ready to
  /// tolerate. Scarce resources are looked at sooner.
  std::int64_t horizon = 2000;
  std::int64_t at_least = 0;  // fetches that a clean verdict rests on
  std::uint64_t seed = 1;     // of the batch sizes
  std::int64_t max_memory = std::int64_t{2} << 30;
  std::int64_t max_descriptors = 1024;
};

/// One client against one scenario, in a process of its own.
struct Trial {
  std::string client{};
  std::string about{};  // what the client does, for tables
  Scenario scenario{};
  Expectation expect = Expectation::clean;
  Plan plan{};
  bool fetches_from_origin = true;  // false: a control, whose traffic is not audited
};

/// What the origin saw of one trial.
struct Ledger {
  std::int64_t requests = 0;
  std::int64_t complete = 0;     // replies sent whole
  std::int64_t broken = 0;       // replies that broke off, on either side
  std::int64_t connections = 0;  // accepted since the start
  std::int64_t open = 0;         // of those, neither side has closed yet
  std::int64_t closed_by_client = 0;
  std::optional<std::int64_t> close_wait{};  // closed by the origin, still held by the client
};

struct Finding {
  Series series{};
  Verdict verdict{};
  bool decides = false;  // in this trial
};

enum class Conclusion {
  clean,
  leaks,
  inconclusive,
  invalid,
  skipped,  // the worker lacks what it needs here, and says so
};

/// A trial with all that is known of it afterwards.
struct Result {
  Trial trial{};
  std::string greeting{};
  Conclusion ruling = Conclusion::invalid;
  std::string because{};
  std::int64_t fetches = 0;
  std::int64_t failed = 0;
  double seconds = 0;           // wall clock, the worker's start and end included
  double fetching_seconds = 0;  // from the first order to the last reading
  std::optional<std::int64_t> peak_bytes{};
  std::optional<std::int64_t> allocations{};  // made over the trial, freed or not
  Ledger ledger{};
  std::vector<Finding> findings{};
  std::vector<std::string> not_observable{};  // metrics that cannot be read here
};

/// What the plan says should come of a trial.
Conclusion expected(const Trial&);

}  // namespace leakproof
