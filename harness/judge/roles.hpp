// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "model/metric.hpp"
#include "model/role.hpp"

namespace leakproof {

/// The source of the number of live bytes in the native heap.
enum class HeapSource {
  none,
  interposer,
  worker,  // the worker reports it, as under a sanitizer or Valgrind
};

/// What can be observed of the memory of one worker.
struct Observable {
  HeapSource heap = HeapSource::none;
  bool has_allocated = true;  // the interposer has counted an allocation
  bool runtime_heap = false;  // a managed runtime reports its heap after a collection
  bool uncollected = false;   // a managed runtime could not be made to collect its garbage
};

/// The role of a series of this kind and unit in a trial with these observables.
Role role_of(MetricKind, Unit, const Observable&);

/// Can a series of this kind hold garbage that a collection would free: private memory in which the
/// runtime has its heap, descriptors and connections that finalizers close?
bool can_hold_garbage(MetricKind, Role);

/// Why that role is informational, for reports; empty for other roles.
std::string_view role_reason(MetricKind, Unit, const Observable&);

}  // namespace leakproof
