// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtimes/native/allocation_table.hpp"

namespace leakproof::php {

/// Adds an allocation with the stack of the script, if PHP's own thread runs one. What taking the
/// stack itself allocates is not recorded.
void record(native::AllocationTable&, std::uintptr_t id, std::size_t bytes);

}  // namespace leakproof::php
