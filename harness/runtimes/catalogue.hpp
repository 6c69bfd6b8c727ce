// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

/// One entry for each file in harness/runtimes/, sorted by file name.
std::span<const RuntimeEntry> catalogue();

}  // namespace leakproof::runtimes
