// SPDX-License-Identifier: MIT
#include "runtimes/jvm/reference_handler.hpp"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "posix/processes.hpp"

namespace leakproof {

ReferenceHandler::ReferenceHandler(pid_t pid) {
  for (const pid_t thread : threads_of(pid)) {
    ProcFile name(pid, fmt::format("task/{}/comm", thread));
    // "Reference Handler", as far as the kernel keeps it.
    if (name.read().value_or("") != "Reference Handl\n") continue;
    status_.emplace(pid, fmt::format("task/{}/status", thread));
    return;
  }
}

// HotSpot wakes it before it answers the command that collects. Then it runs, waits for a
// processor, or has run and blocked again.
std::optional<bool> ReferenceHandler::has_been_woken() {
  const auto text = status_ ? status_->read() : std::nullopt;
  const auto waits = text ? number_after(*text, "voluntary_ctxt_switches") : std::nullopt;
  if (!waits) return std::nullopt;
  const bool runs = text->find("\nState:\tR") != text->npos;
  const long long before = std::exchange(waits_, *waits);
  return runs || before != *waits;
}

}  // namespace leakproof
