// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/explanation.hpp"
#include "model/worker.hpp"
#include "posix/fd.hpp"
#include "posix/unix_listener.hpp"
#include "runtimes/collection/answer.hpp"

namespace leakproof {

/// The server to which agents connect that were loaded into a program's runtimes, such as
/// v8/node.js. On request an agent collects garbage and reports what only the runtime
/// knows. It reads the server's address from LEAKPROOF_AGENT, and implements the worker
/// protocol's "settle" and "explain". Not thread-safe.
class AgentServer {
 public:
  /// Throws std::system_error if it cannot open its socket.
  AgentServer() = default;
  explicit AgentServer(UnixListener listener) : listener_(std::move(listener)) {}

  /// To which an agent connects, see UnixListener::address().
  std::string address() const { return listener_.address(); }

  /// True if an agent is connected from this process.
  bool knows(pid_t);

  /// Makes the agents in this process collect garbage at the same time, and returns the sums of
  /// what they report: a V8 has an isolate, and so an agent, for each of its worker threads.
  /// nullopt if no agent is connected from it, or none answers correctly within `patience`. Where
  /// there are several, one that does not read its order although the process is blocked or has run
  /// for a second is not waited for: its thread does something else. What it reported last counts,
  /// until it answers again or ends. There are no values while that is the first, as its heap may
  /// grow unseen.
  std::optional<std::vector<Reported>> settle(pid_t, std::chrono::milliseconds patience);

  /// Returns the agents' reports of which code holds which memory, as one; nullopt, or without one
  /// of them, as above.
  std::optional<Explanation> explain(pid_t, std::chrono::milliseconds patience);

  /// As explain(), for the last time, which it tells the agents.
  std::optional<Explanation> explain_last(pid_t, std::chrono::milliseconds patience);

 private:
  enum class Order { settle, explain, explain_last };
  struct Agent {
    Fd socket;
    std::vector<Reported> reported{};  // last
    std::optional<Order> owes{};       // the answer to this
  };

  static std::string line_of(Order);
  static bool catch_up(Agent&, std::chrono::milliseconds patience);
  std::optional<Explanation> explain_by(Order, pid_t, std::chrono::milliseconds patience);
  bool give(Order, pid_t, std::chrono::milliseconds patience,
            const std::function<bool(Agent&, Answer&)>& take);
  void accept_pending();

  UnixListener listener_{};
  std::map<pid_t, std::vector<Agent>> agents_;  // of each process, in the order of connection
};

}  // namespace leakproof
