// SPDX-License-Identifier: MIT
#include "judge/roles.hpp"

namespace leakproof {
namespace {

using enum Role;

Role role_of_heap(const Observable& observable) {
  // Its size depends on when the collector last ran.
  if (observable.uncollected) return informational;
  // A runtime compiles code and grows its tables for an unknown time.
  return observable.runtime_heap ? one_sided : decides;
}

Role role_of_mappings(Unit unit, const Observable& observable) {
  // A runtime maps and unmaps its heap as its collector runs.
  if (observable.uncollected || observable.runtime_heap) return informational;
  if (unit == Unit::bytes) return decides;
  switch (observable.heap) {
    case HeapSource::worker:
      // Sanitizers and Valgrind map and unmap memory for their own use.
      return informational;
    case HeapSource::interposer:
      // The interposer counts the bytes that the program maps itself. All other mappings
      // are stacks and arenas, which come and go with threads.
      return one_sided;
    case HeapSource::none:
      break;
  }
  return decides;
}

// A program that has not allocated yet may have an allocator of its own.
Role role_of_private_memory(const Observable& observable) {
  const bool heap_is_seen =
      (observable.heap != HeapSource::none && observable.has_allocated) || observable.runtime_heap;
  return observable.uncollected || !heap_is_seen ? fallback : informational;
}

// A managed runtime's heap is in mappings of which it uses more and more.
Role role_of_unexplained_memory(const Observable& observable) {
  return observable.uncollected || observable.runtime_heap ? informational : one_sided;
}

}  // namespace

Role role_of(MetricKind kind, Unit unit, const Observable& observable) {
  switch (kind) {
    case MetricKind::heap:
      return role_of_heap(observable);
    case MetricKind::mapping:
      return role_of_mappings(unit, observable);
    case MetricKind::private_memory:
      return role_of_private_memory(observable);
    case MetricKind::unexplained_memory:
      return role_of_unexplained_memory(observable);
    case MetricKind::resident_memory:
    case MetricKind::peak_memory:
    case MetricKind::socket:
    case MetricKind::other:
      return informational;
    case MetricKind::unreachable:
    case MetricKind::runtime_heap:
    case MetricKind::descriptor:
    case MetricKind::thread:
    case MetricKind::task:
    case MetricKind::connection:
      break;
  }
  return decides;
}

bool can_hold_garbage(MetricKind kind, Role role) {
  return role == fallback || kind == MetricKind::descriptor || kind == MetricKind::connection;
}

std::string_view role_reason(MetricKind kind, Unit unit, const Observable& observable) {
  if (role_of(kind, unit, observable) != informational) return "";
  switch (kind) {
    case MetricKind::heap:
      return "it contains garbage that the runtime has not collected";
    case MetricKind::mapping:
      if (observable.uncollected || observable.runtime_heap) {
        return "a managed runtime maps and unmaps its heap";
      }
      return "a leak checker in the worker maps memory too";
    case MetricKind::private_memory:
      return "the heap is observable and decides instead";
    case MetricKind::unexplained_memory:
      return "a managed runtime uses more and more of its mappings";
    case MetricKind::resident_memory:
      return "it includes shared pages";
    case MetricKind::peak_memory:
      return "it never falls";
    case MetricKind::socket:
      return "sockets are among the descriptors, which decide";
    default:
      return "the probe only informs";
  }
}

}  // namespace leakproof
