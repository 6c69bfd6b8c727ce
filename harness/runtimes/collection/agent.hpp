// SPDX-License-Identifier: MIT
#pragma once

#include "runtimes/collection/agent_server.hpp"
#include "runtimes/collector.hpp"

namespace leakproof {

/// Collects garbage through the agent in one process. While no agent is connected from that
/// process, it collects and reports nothing.
class Agent final : public Collector {
 public:
  /// The server must outlive this.
  Agent(AgentServer& server, pid_t pid) : server_(server), pid_(pid) {}

  bool collects() const override { return server_.knows(pid_); }

  std::optional<std::vector<Reported>> settle(std::chrono::milliseconds patience) override {
    if (!collects()) return std::vector<Reported>{};
    return server_.settle(pid_, patience);
  }

  std::optional<Explanation> explain(std::chrono::milliseconds patience) override {
    if (!collects()) return std::nullopt;
    return server_.explain(pid_, patience);
  }

  std::optional<Explanation> explain_last(std::chrono::milliseconds patience) override {
    if (!collects()) return std::nullopt;
    return server_.explain_last(pid_, patience);
  }

 private:
  AgentServer& server_;
  pid_t pid_;
};

}  // namespace leakproof
