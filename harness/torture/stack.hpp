// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "symbols/symbols.hpp"

namespace leakproof::torture {

/// The client's part of a stack, innermost first: without the interposer, the
/// worker's loop and what called that, and without the standard library's
/// templates. Given return addresses.
std::vector<Frame> clients_stack(const Symbols&, std::span<const std::uintptr_t>);

}  // namespace leakproof::torture
