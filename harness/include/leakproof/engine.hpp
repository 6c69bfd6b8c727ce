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

#include <leakproof/trial.hpp>

namespace leakproof {

/// The origin as a clock, for a worker that cannot be told when to work. While it
/// is shut it holds every fetch, so that the client is idle, and lets them through
/// by number.
class Gate {
 public:
  struct Counts {
    std::int64_t passed = 0;     // fetches let through since the start
    std::int64_t under_way = 0;  // requests let through and not yet answered
    std::int64_t broken = 0;     // of those answered, how many replies broke off
    std::int64_t held = 0;       // fetches that wait
    int client_port = 0;         // of the one that waits longest; 0 where none does

    bool operator==(const Counts&) const = default;
  };

  virtual ~Gate() = default;
  virtual void shut() = 0;
  virtual void let_through(std::int64_t fetches) = 0;
  virtual Counts counts() = 0;

  /// Readable once the counts have changed so that it may matter.
  virtual int event() const = 0;
};

/// The running server of one trial.
class Origin {
 public:
  virtual ~Origin() = default;
  virtual std::string url() const = 0;

  /// The URL, and what else a fetch of this trial asks for, in the words of the
  /// worker protocol: "http://127.0.0.1:40123/stall timeout=25".
  virtual std::string ask() const { return url(); }
  virtual Ledger ledger() = 0;

  /// Connections that neither side has closed: what a gauge reads at each stop.
  virtual std::int64_t open_connections() = 0;

  virtual Gate& gate() = 0;
};

/// A number that only the worker's own runtime can know, such as V8's heap.
struct Reported {
  std::string name{};
  std::int64_t value = 0;
};

/// What a runtime has kept of what was allocated in one place of a script.
struct Holding {
  std::int64_t bytes = 0;
  std::int64_t count = 0;      // of allocations; 0: not known
  std::vector<Place> stack{};  // innermost first, never empty
};

/// A list, a dictionary and the like, by what it goes by in the script.
struct Container {
  std::string name{};
  std::int64_t length = 0;
};

/// What a runtime itself says of who holds what.
struct Explanation {
  std::string source{};  // by what means: "tracemalloc"
  std::vector<Holding> holdings{};
  std::vector<Container> containers{};
};

/// What came of one order.
struct Batch {
  std::int64_t attempted = 0;
  std::int64_t failed = 0;
  std::vector<Reported> reported{};
  bool last = false;  // it ended by itself, and can no longer be read
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

/// The worker lacks a package or the like, and says which: nothing is wrong with
/// it, but there is nothing to judge either.
class WorkerSkips : public std::runtime_error {
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
  virtual std::string greeting() const = 0;   // what it calls itself, once it works

  /// The runtime in it that collects garbage when it likes and was not made to;
  /// empty where there is none. Known once it works.
  virtual std::string uncollected() const { return ""; }

  /// Makes `fetches` more, each of which asks for Origin::ask(), and parks; 0 only
  /// settles. Throws WorkerFailure,
  /// MemoryCapReached or Interrupted; then the worker is not to be used again.
  virtual Batch advance(std::int64_t fetches, std::string_view ask) = 0;

  /// What its runtime has kept of all that was allocated since this was first
  /// asked; nothing where the runtime cannot say. From then on fetches are slower
  /// and take more memory. Throws as advance does.
  virtual std::optional<Explanation> explain() { return std::nullopt; }

  /// Asks it to end and waits until it has.
  virtual Farewell stop() = 0;
};

/// A stack as the client's author knows it: without the interposer, the worker's
/// loop and what called that. Innermost first.
struct NamedStack {
  std::vector<Place> places{};
  std::optional<std::size_t> yours{};  // the first outside of system libraries
};

/// What a process's code is called. Knows what was loaded when this was made, and
/// goes on knowing it once the process has gone.
class CodeNames {
 public:
  virtual ~CodeNames() = default;
  virtual NamedStack name(std::span<const std::uintptr_t> return_addresses) = 0;
};

/// What trials are made with; the seam at which tests put fakes.
class Workbench {
 public:
  virtual ~Workbench() = default;
  virtual std::unique_ptr<Origin> open_origin(const Trial&) = 0;
  virtual std::unique_ptr<Worker> start_worker(const Trial&, Origin&) = 0;

  /// Null: nothing here can name code, and no owners are looked for.
  virtual std::unique_ptr<CodeNames> names_of(pid_t) { return nullptr; }
};

/// How far a trial is that goes on for longer than a verdict takes.
struct Progress {
  const Trial& trial;
  std::int64_t fetches = 0;              // in this process
  double seconds = 0;                    // of fetching
  std::optional<double> seconds_left{};  // nothing: not known
};

/// Told what is happening, as it happens. Called from one thread at a time.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void started(const Trial&) {}

  /// About once a second, of a trial that was asked to go on.
  virtual void progressed(const Progress&) {}

  /// What is known of such a trial so far: at each look beyond those that any trial
  /// has, and when it is interrupted. Its ruling is inconclusive.
  virtual void checkpoint(const Result&) {}
  virtual void finished(const Result&) {}
};

/// One trial, start to end. Never throws for anything the worker does: that is
/// a Result. The observer hears of progress and checkpoints alone. Throws Interrupted.
Result run(const Trial&, Workbench&, std::span<const ProbeEntry>, Observer&);
Result run(const Trial&, Workbench&, std::span<const ProbeEntry>);

/// All trials, `jobs` at a time, each reported as it ends. Keeps no result.
/// Returns how many ended; fewer than given only after an interruption.
std::size_t run_all(std::span<const Trial>, int jobs, Workbench&, std::span<const ProbeEntry>,
                    Observer&);

}  // namespace leakproof
