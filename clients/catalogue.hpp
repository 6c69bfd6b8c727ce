// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <leakproof/client.hpp>

namespace leakproof::clients {

/// One entry for each file in adapters/, sorted by file name.
std::span<const ClientEntry> catalogue();

}  // namespace leakproof::clients
