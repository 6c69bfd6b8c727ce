// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leakproof {

enum class Unit { bytes, count };

/// The unit in a rate such as "+24.0 B/fetch"; empty for a count, which its metric names.
constexpr std::string_view symbol(Unit unit) { return unit == Unit::bytes ? "B" : ""; }

/// What a metric measures. Rules depend on the kind and the unit, never on the name.
enum class MetricKind {
  heap,                // memory allocated and not yet freed
  unreachable,         // heap blocks that no pointer reaches at exit
  runtime_heap,        // the heap of a managed runtime, as the runtime reports it
  mapping,             // memory mapped without the allocator
  private_memory,      // resident memory that no file backs
  unexplained_memory,  // private memory that no other source accounts for
  resident_memory,     // private memory and shared pages
  peak_memory,         // the highest resident memory so far
  descriptor,
  socket,  // descriptors that are sockets
  thread,
  task,        // what a runtime schedules by itself: goroutines, tasks of an event loop
  connection,  // open connections, as the origin counts them
  other,       // shown in reports, never part of a ruling
};

/// What a number means and how its growth is judged. A metric of kind `other` needs only `name`,
/// `kind` and `unit`. For the others, harness/manual/verdict.md says how their values are chosen.
struct Metric {
  std::string name{};
  MetricKind kind = MetricKind::heap;
  Unit unit = Unit::bytes;
  std::int64_t grain = 1;          // the smallest change that the source can report
  double tolerable_per_fetch = 0;  // a series that grows by this much or more is never clean
  double tolerated_per_fetch = 0;  // from --tolerance: steady growth up to this is clean
  std::int64_t slack = 0;          // how much can be allocated before the number changes
  double horizon_share = 1;        // the first look is at this fraction of the plan's horizon

  bool is(MetricKind that_kind, Unit that_unit) const {
    return kind == that_kind && unit == that_unit;
  }
};

}  // namespace leakproof
