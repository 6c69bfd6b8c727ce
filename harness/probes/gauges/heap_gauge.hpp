// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "interposer/supervisor/heap_table.hpp"
#include "model/probe.hpp"

namespace leakproof::probes {

/// True if the interposer was preloaded and sees the program's allocator.
bool sees_heap(const ProbeTarget&);

/// A gauge on one of the interposer's counts. Null if the interposer does not see the heap, or the
/// allocator does not tell it the sizes of blocks.
std::unique_ptr<Gauge> heap_gauge(const ProbeTarget&, std::int64_t HeapCounts::*number);

}  // namespace leakproof::probes
