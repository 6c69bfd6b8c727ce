// SPDX-License-Identifier: MIT
#include "runtimes/collection/collection.hpp"

#include <algorithm>

#include "runtimes/collection/agent.hpp"

namespace leakproof::runtimes {

Collection collection_of(pid_t pid, std::span<const RuntimeEntry> recognised, AgentServer* agents,
                         std::chrono::milliseconds patience) {
  Collection result;
  if (agents != nullptr) {
    for (const RuntimeEntry& runtime : recognised) {
      if (runtime.attach == nullptr) continue;
      Attachment attachment = runtime.attach(pid, patience);
      result.obstacle = std::move(attachment.obstacle);
      result.collector = std::move(attachment.collector);
      if (result.collector) return result;
    }
    result.collector = std::make_unique<Agent>(*agents, pid);
    if (agents->knows(pid)) {
      result.obstacle.clear();
      return result;
    }
  }
  const auto needing = std::ranges::find_if(recognised, &RuntimeEntry::needs_collection);
  if (needing == recognised.end()) return result;
  result.uncollected = needing->name;
  result.may_come_later =
      agents != nullptr && result.obstacle.empty() && (needing->attach || needing->variables);
  return result;
}

}  // namespace leakproof::runtimes
