// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <leakproof/client.hpp>

namespace leakproof::clients {

/// Every file of adapters/, in the order of their names.
std::span<const ClientEntry> catalogue();

}  // namespace leakproof::clients
