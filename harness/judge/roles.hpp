// SPDX-License-Identifier: MIT
#pragma once

#include "model/metric.hpp"
#include "model/role.hpp"

namespace leakproof {

/// Who tells the bytes of the native heap that are live.
enum class HeapSource {
  none,
  interposer,
  worker,  // reports them itself, as under a sanitizer or Valgrind
};

/// What can be observed of the memory of one worker.
struct Observable {
  HeapSource heap = HeapSource::none;
  bool runtime_heap = false;  // a managed runtime reports its own, after a collection
  bool uncollected = false;   // a managed runtime was not made to collect its garbage
};

/// The role of a series of that kind in a trial where this can be observed.
Role role_of(MetricKind, Unit, const Observable&);

}  // namespace leakproof
