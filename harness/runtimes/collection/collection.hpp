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

/// What is done about the garbage of one process.
struct Collection {
  std::unique_ptr<Collector> collector{};  // null: it is never collected
  std::string uncollected{};               // the runtime that needs it, where none does it
};

/// The first runtime that can be attached to collects; failing that, whatever agent
/// connects from the process. Without a server for agents no runtime is told to
/// collect. The server must outlive what is returned.
Collection collection_of(pid_t, std::span<const RuntimeEntry> recognised, AgentServer*,
                         std::chrono::milliseconds patience);

}  // namespace leakproof::runtimes
