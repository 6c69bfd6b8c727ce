// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <leakproof/client.hpp>

namespace leakproof::controls {

/// One entry for each file in planted/. The name of the metric that must show a leak starts
/// with the name of the leak.
std::span<const ClientEntry> catalogue();

}  // namespace leakproof::controls
