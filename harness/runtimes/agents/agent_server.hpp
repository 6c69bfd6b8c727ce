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

/// Where the agents report that were put into a program's runtimes (agents/):
/// on request they collect garbage, and say what only the runtime knows.
class AgentServer {
 public:
  /// Throws std::system_error where there can be no socket.
  AgentServer();

  /// What an agent connects to: a socket without a name in any folder.
  std::string address() const;

  /// Is there an agent in this process?
  bool knows(pid_t);

  /// Has it collect, and gives what it reports. Nothing if it does not answer
  /// so, in time.
  std::optional<std::vector<Reported>> settle(pid_t, std::chrono::milliseconds patience);

  /// What its runtime says of who holds what. Nothing if it does not answer so, in time.
  std::optional<Explanation> explain(pid_t, std::chrono::milliseconds patience);

 private:
  void accept_pending();

  Fd socket_;
  Fd name_;  // O_PATH, of the socket: its folder entry has gone
  std::map<pid_t, Fd> agents_;
};

}  // namespace leakproof
