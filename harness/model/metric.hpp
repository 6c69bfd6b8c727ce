// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leakproof {

enum class Unit { bytes, count };

/// The unit in a rate such as "+24.0 B/fetch". A count has none: its metric names it.
constexpr std::string_view symbol(Unit unit) { return unit == Unit::bytes ? "B" : ""; }

/// What a number counts. Rules depend on the kind and the unit, never on the name.
enum class MetricKind {
  heap,             // memory allocated and not yet freed
  unreachable,      // heap that nothing points to at exit
  runtime_heap,     // the heap of a managed runtime, as the runtime reports it
  mapping,          // memory mapped without the allocator
  private_memory,   // resident memory that no file backs
  resident_memory,  // private memory and shared pages
  peak_memory,      // the most that was ever resident
  descriptor,
  socket,  // descriptors that are sockets
  thread,
  connection,  // open connections, as the origin counts them
  other,       // shown in reports, never part of a ruling
};

/// What a number means and how its growth is judged. A metric of kind `other` needs
/// `name`, `kind` and `unit` alone. The values for each resource are those of VERDICT's
/// table, "Per resource".
struct Metric {
  std::string name{};
  MetricKind kind = MetricKind::heap;
  Unit unit = Unit::bytes;
  std::int64_t grain = 1;          // the smallest change that the source can show
  double tolerable_per_fetch = 0;  // X: growth from which on a series cannot be clean
  double tolerated_per_fetch = 0;  // by --tolerance: steady growth up to this is clean
  std::int64_t slack = 0;          // memory that can be used before the number changes
  double horizon_share = 1;        // first look at this share of the plan's horizon

  bool is(MetricKind that_kind, Unit that_unit) const {
    return kind == that_kind && unit == that_unit;
  }
};

}  // namespace leakproof
