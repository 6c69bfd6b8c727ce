// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leakproof {

enum class Unit { bytes, count };

/// As rates show it before "/fetch"; a count is named by its metric.
constexpr std::string_view symbol(Unit unit) { return unit == Unit::bytes ? "B" : ""; }

/// What a number counts. Together with the unit it tells metrics apart wherever
/// something is decided; a name is for people and for the worker protocol.
enum class MetricKind {
  heap,             // what the allocator has handed out
  unreachable,      // the part of it that nothing points to at exit
  runtime_heap,     // a managed runtime's own, as it reports it
  mapping,          // memory that is mapped past the allocator
  private_memory,   // resident, and backed by no file
  resident_memory,  // the same with shared pages
  peak_memory,      // the most that was ever resident
  descriptor,
  socket,  // of the descriptors
  thread,
  connection,  // as the origin counts them
  other,       // for the reader: never part of a ruling
};

/// What a number means and how its growth is judged. The figures of each
/// resource are those of the verdict's table (see judge/criteria.hpp).
struct Metric {
  std::string name{};
  MetricKind kind = MetricKind::heap;
  Unit unit = Unit::bytes;
  std::int64_t grain = 1;          // the smallest step the source can show
  double tolerable_per_fetch = 0;  // clean means: grows by less than this
  double tolerated_per_fetch = 0;  // by the user: even a steady climb of no more is clean
  std::int64_t slack = 0;          // what may be handed out before the number moves
  double horizon_share = 1;        // of the plan's horizon; less for scarce resources

  bool is(MetricKind that_kind, Unit that_unit) const {
    return kind == that_kind && unit == that_unit;
  }
};

}  // namespace leakproof
