// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "attribution/symbols.hpp"

namespace leakproof {

/// The client's part of a stack, innermost first: without the interposer, the worker's
/// loop and all that called it, the standard library's templates and operator new.
std::vector<Frame> clients_part(std::vector<Frame> stack);

/// The same, given return addresses.
std::vector<Frame> clients_stack(const Symbols&, std::span<const std::uintptr_t>);

/// Is it in a library or program that came with the system, as its path tells?
bool is_of_the_system(const Frame&);

}  // namespace leakproof
