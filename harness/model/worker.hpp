// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"

namespace leakproof {

class HeapTable;

/// A number that only the worker's own runtime can know, such as the size of its heap.
struct Reported {
  std::string name{};
  std::int64_t value = 0;
};

/// What came of one order.
struct Batch {
  std::int64_t attempted = 0;
  std::int64_t failed = 0;
  std::vector<Reported> reported{};
  bool last = false;  // it ended by itself, and can no longer be read
};

/// How a worker ended when it was told to stop.
struct ExitReport {
  int exit_code = 0;         // 128 + signal where it was killed
  std::string last_words{};  // the end of its standard error, as it came
  std::string quote{};       // the last lines of that, made printable and indented
};

/// The worker cannot be used any more. Says what happened and quotes the last lines of
/// its standard error. Thrown where
/// - it cannot be started (environment/local_environment.cpp);
/// - it ended, was killed or did not answer in time (worker/watch.cpp);
/// - it broke the worker protocol (worker/stepped_worker.cpp, worker/line_channel.cpp);
/// - its requests cannot be followed (worker/paced_worker.cpp, worker/pacing.cpp).
/// The trial is then invalid (trial/run.cpp), unless a leak was proven before, or the
/// worker had reached its limit of descriptors.
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

/// The process doing the fetching. Only ever told to work, so it is idle
/// whenever the harness looks at it.
class Worker {
 public:
  virtual ~Worker() = default;
  virtual pid_t pid() const = 0;
  virtual const HeapTable* heap() const = 0;  // null: nothing was preloaded
  virtual std::string banner() const = 0;     // what it calls itself, once it works

  /// The runtime in it whose memory holds garbage, as nothing makes it collect; empty
  /// if none does. Known once it works.
  virtual std::string uncollected() const { return ""; }

  /// Makes `fetches` more, each of which asks for Origin::request_line(), and parks; 0
  /// only settles. Throws WorkerFailure, MemoryCapReached or Interrupted; then the worker
  /// must not be used again.
  virtual Batch advance(std::int64_t fetches, std::string_view request_line) = 0;

  /// What its runtime has kept of all that was allocated since this was first
  /// asked; nothing where the runtime cannot say. From then on fetches are slower
  /// and take more memory. Throws as advance does.
  virtual std::optional<Explanation> explain() { return std::nullopt; }

  /// Asks it to end and waits until it has.
  virtual ExitReport stop() = 0;
};

}  // namespace leakproof
