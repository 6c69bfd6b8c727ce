// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace leakproof::go {

/// Offsets in bytes of fields in the structures of Go's runtime, which change from version to
/// version. The names are those of the runtime's source (runtime2.go, mstats.go, mgcpacer.go,
/// runtime1.go).
struct Layout {
  std::uint32_t g_stack = 0;  // lo, then hi
  std::uint32_t g_sched_sp = 0;
  std::uint32_t g_sched_pc = 0;
  std::uint32_t g_sched_bp = 0;
  std::uint32_t g_atomicstatus = 0;
  std::uint32_t g_gopc = 0;
  std::uint32_t g_ancestors = 0;
  std::uint32_t g_startpc = 0;
  std::uint32_t gc_heap_marked = 0;
  std::uint32_t gc_percent = 0;
  std::uint32_t gc_heap_goal = 0;  // gcPercentHeapGoal
  std::uint32_t stats_numgc = 0;
  std::uint32_t stats_last_gc_nanotime = 0;
  std::uint32_t debug_schedtrace = 0;
  std::uint32_t debug_tracebackancestors = 0;
  std::uint32_t p_sudogcache = 0;
  std::uint32_t sudog_size = 0;  // of the structure
  bool operator==(const Layout&) const = default;
};

/// The layout in programs that a released version has built, such as "go1.22.3"; nullopt if it is
/// not known here, and for versions that somebody else has changed ("go1.22.3 X:arenas").
std::optional<Layout> layout_of_version(std::string_view version);

}  // namespace leakproof::go
