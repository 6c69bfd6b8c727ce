// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/explanation.hpp"
#include "model/worker.hpp"
#include "posix/fd.hpp"

namespace leakproof {

/// Where the agents connect that were put into a program's runtimes, such as
/// v8/node.js: on request they collect garbage, and say what only the runtime knows.
/// An agent finds the address in LEAKPROOF_AGENT, and speaks the worker protocol's
/// "settle" and "explain". Belongs to one thread.
class AgentServer {
 public:
  /// Throws std::system_error if it cannot open its socket.
  AgentServer();

  /// The path that an agent connects to. It leads through /proc, so that nothing stays
  /// behind in a folder.
  std::string address() const;

  /// Is an agent connected from this process?
  bool knows(pid_t);

  /// Has the agent in this process collect, and gives what it reports. Nothing if it
  /// is not known, or does not answer as it should within `patience`.
  std::optional<std::vector<Reported>> settle(pid_t, std::chrono::milliseconds patience);

  /// What its runtime says about who holds what. Nothing as above.
  std::optional<Explanation> explain(pid_t, std::chrono::milliseconds patience);

 private:
  void accept_pending();

  Fd socket_;
  Fd name_;  // O_PATH, of the socket: its folder entry has gone
  std::map<pid_t, Fd> agents_;
};

}  // namespace leakproof
