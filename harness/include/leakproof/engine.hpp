// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
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

/// The running server of one trial.
class Origin {
 public:
  virtual ~Origin() = default;
  virtual std::string url() const = 0;
  virtual Ledger ledger() = 0;

  /// Connections that neither side has closed: what a gauge reads at each stop.
  virtual std::int64_t open_connections() = 0;
};

/// A number that only the worker's own runtime can know, such as V8's heap.
struct Reported {
  std::string name{};
  std::int64_t value = 0;
};

/// What came of one order.
struct Batch {
  std::int64_t attempted = 0;
  std::int64_t failed = 0;
  std::vector<Reported> reported{};
};

/// How a worker ended when it was told to stop.
struct Farewell {
  int exit_code = 0;         // 128 + signal where it was killed
  std::string last_words{};  // the end of its standard error, as it came
  std::string quote{};       // the last lines of that, made printable and indented
};

/// The worker is of no more use: it died, hung, or did not keep to the
/// protocol. Says what happened and quotes its last standard-error lines.
class WorkerFailure : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// The worker used more memory than its plan allows, within one batch.
class MemoryCapReached : public std::runtime_error {
  using runtime_error::runtime_error;
};

/// The user wants to stop: the trial under way is dropped.
class Interrupted : public std::exception {
 public:
  const char* what() const noexcept override { return "interrupted"; }
};

/// The process doing the fetching. Only ever told to work, so it is idle
/// whenever the harness looks at it.
class Worker {
 public:
  virtual ~Worker() = default;
  virtual pid_t pid() const = 0;
  virtual const HeapTable* heap() const = 0;  // null: nothing was preloaded
  virtual std::string greeting() const = 0;   // what it calls itself

  /// Makes `fetches` more and parks; 0 only settles. Throws WorkerFailure,
  /// MemoryCapReached or Interrupted; then the worker is not to be used again.
  virtual Batch advance(std::int64_t fetches, std::string_view url) = 0;

  /// Asks it to end and waits until it has.
  virtual Farewell stop() = 0;
};

struct Finding {
  Series series{};
  Verdict verdict{};
  bool decides = false;  // in this trial
};

enum class Conclusion { clean, leaks, inconclusive, invalid };

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

/// What trials are made with; the seam at which tests put fakes.
class Workbench {
 public:
  virtual ~Workbench() = default;
  virtual std::unique_ptr<Origin> open_origin(const Trial&) = 0;
  virtual std::unique_ptr<Worker> start_worker(const Trial&) = 0;
};

/// Told what is happening, as it happens. Called from one thread at a time.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void started(const Trial&) {}
  virtual void finished(const Result&) {}
};

/// One trial, start to end. Never throws for anything the worker does: that is
/// a Result. Throws Interrupted.
Result run(const Trial&, Workbench&, std::span<const ProbeEntry>);

/// All trials, `jobs` at a time, each reported as it ends. Keeps no result.
/// Returns how many ended; fewer than given only after an interruption.
std::size_t run_all(std::span<const Trial>, int jobs, Workbench&, std::span<const ProbeEntry>,
                    Observer&);

}  // namespace leakproof
