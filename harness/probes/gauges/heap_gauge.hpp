// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "interposer/supervisor/heap_table.hpp"
#include "model/probe.hpp"

namespace leakproof::probes {

/// Was the interposer preloaded, and did it reach the program's allocator?
bool sees_heap(const ProbeTarget&);

/// A gauge on one number of the interposer's. Null where it does not see
/// the heap.
std::unique_ptr<Gauge> heap_gauge(const ProbeTarget&, std::int64_t HeapCounts::*number);

}  // namespace leakproof::probes
