// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "model/worker_failure.hpp"

namespace leakproof {

class HeapTable;

/// A number that only the worker's own runtime can measure, such as the size of its heap.
struct Reported {
  std::string name{};
  std::int64_t value = 0;
};

/// The outcome of one order.
struct Batch {
  std::int64_t attempted = 0;
  std::int64_t failed = 0;
  std::vector<Reported> reported{};
  // Before a collection of garbage was forced; empty if none was or it could not be counted.
  std::optional<std::int64_t> descriptors_before_collection{};
  bool is_collected = true;  // false: garbage among older objects may remain
  bool is_quiescent = true;  // false: a thread of the worker still ran when the wait for it ended
  bool last = false;         // the worker ended by itself and can no longer be read
  // Of a client that works in rounds, see Worker::advance_to_end_of_round().
  std::optional<std::int64_t> fetches_to_end_of_round{};  // made after `read_within`
  bool is_within_round = false;  // its earlier rounds came to an end, this one did not
};

/// How a worker ended when it was asked to stop.
struct ExitReport {
  int exit_code = 0;         // minus the signal if it was killed
  std::string last_words{};  // the unmodified end of its standard error
  std::string quote{};       // its last lines, made printable and indented
};

/// The process that fetches. It works only on request, so it is idle whenever the harness
/// samples it.
class Worker {
 public:
  virtual ~Worker() = default;
  virtual pid_t pid() const = 0;
  virtual const HeapTable* heap() const = 0;  // null: the interposer does not count there
  virtual std::string banner() const = 0;     // its own description, once it runs

  /// Does it say that it does not read the bodies of replies? It may then break them off.
  virtual bool leaves_bodies() const { return false; }

  /// Why the interposer does not count there; empty if it does. Known like uncollected().
  virtual std::string preload_obstacle() const { return ""; }

  /// The managed runtime in the process that cannot be made to collect its garbage; empty if
  /// there is no such runtime. Known once the worker has connected to the origin.
  virtual std::string uncollected() const { return ""; }

  /// Why it cannot, and what to do, as a clause; may be empty. Known like uncollected().
  virtual std::string collection_obstacle() const { return ""; }

  /// Which of its processes that make no requests has grown during so many fetches, as the subject
  /// and the verb of a sentence; empty if none has.
  virtual std::string unmeasured_growth(std::int64_t) const { return ""; }

  /// Makes `fetches` more fetches as `request_line` (see Origin::request_line()) says, then
  /// settles and idles; 0 only settles. Throws WorkerFailure, MemoryCapReached or
  /// Interrupted; the worker must not be used after that.
  virtual Batch advance(std::int64_t fetches, std::string_view request_line) = 0;

  /// As advance(), for fetches of an order that the next call continues; need not settle.
  virtual Batch advance_part(std::int64_t n, std::string_view line) { return advance(n, line); }

  /// Called while a client is idle within a round, with what it reports there.
  using ReadWithin = std::function<void(const std::vector<Reported>&)>;

  /// As advance(). If the client makes several requests at once and goes on when all of them are
  /// answered, it then calls `read_within` and makes up to `at_most` fetches more, to the end of
  /// the client's round.
  virtual Batch advance_to_end_of_round(std::int64_t fetches, std::string_view request_line,
                                        [[maybe_unused]] std::int64_t at_most,
                                        [[maybe_unused]] const ReadWithin& read_within) {
    return advance(fetches, request_line);
  }

  /// The memory allocated since the first call that the runtime still holds; empty if it cannot
  /// report it. After the first call, fetches are slower and take more memory. Throws as advance().
  virtual std::optional<Explanation> explain() { return std::nullopt; }

  /// As explain(), for the last time.
  virtual std::optional<Explanation> explain_last() { return explain(); }

  /// Asks the worker to end and waits until it has.
  virtual ExitReport stop() = 0;

  /// The processes that it has started and that would outlive it.
  virtual std::vector<std::string> left_running() const { return {}; }
};

}  // namespace leakproof
