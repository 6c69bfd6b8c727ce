// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <leakproof/client.hpp>

namespace leakproof::controls {

/// Every file of planted/: the name of a leak is how the metric that must show
/// it begins.
std::span<const ClientEntry> catalogue();

}  // namespace leakproof::controls
