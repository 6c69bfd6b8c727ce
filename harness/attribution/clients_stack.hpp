// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "symbols/symbols.hpp"

namespace leakproof {

/// The client's frames of a stack, innermost first: without the interposer, the worker's loop
/// and its callers, the standard library's templates, and operator new.
std::vector<Frame> clients_part(std::vector<Frame> stack);

/// Resolves return addresses to the client's frames, innermost first.
std::vector<Frame> clients_stack(const Symbols&, std::span<const std::uintptr_t>);

}  // namespace leakproof
