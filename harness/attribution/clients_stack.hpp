// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attribution/symbols.hpp"

namespace leakproof {

/// The client's part of a stack, innermost first: without the interposer, the
/// worker's loop and what called that, and without the standard library's
/// templates and its operators new. Given return addresses.
std::vector<Frame> clients_stack(const Symbols&, std::span<const std::uintptr_t>);

/// In a library or program that came with the system, as its file tells.
bool is_of_the_system(const Frame&);

}  // namespace leakproof
