// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

/// Every file of harness/runtimes, in the order of their names.
std::span<const RuntimeEntry> catalogue();

}  // namespace leakproof::runtimes
