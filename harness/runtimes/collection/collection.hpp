// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "runtimes/collection/agent_server.hpp"
#include "runtimes/collector.hpp"
#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

/// How the garbage of one process is collected.
struct Collection {
  std::unique_ptr<Collector> collector{};  // null: not collected
  std::string uncollected{};    // name of a runtime that needs collection but has no collector
  std::string obstacle{};       // why, and what to do, as a clause; may be empty
  bool may_come_later = false;  // an agent of that runtime may connect, or an attachment succeed
};

/// Uses the first runtime that can be attached to; otherwise the agent that connects from
/// the process. Without an AgentServer nothing is collected. The server must outlive the
/// result.
Collection collection_of(pid_t, std::span<const RuntimeEntry> recognised, AgentServer*,
                         std::chrono::milliseconds patience);

}  // namespace leakproof::runtimes
