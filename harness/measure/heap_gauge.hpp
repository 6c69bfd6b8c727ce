// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <leakproof/probe.hpp>

#include "measure/heap_table.hpp"

namespace leakproof::probes {

/// A gauge on one number of the interposer's. Null where it was not preloaded
/// or did not reach the program's allocator.
std::unique_ptr<Gauge> heap_gauge(const Subject&, std::int64_t HeapCounts::*number);

}  // namespace leakproof::probes
