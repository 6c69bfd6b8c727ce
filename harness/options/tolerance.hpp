// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <leakproof/tolerance.hpp>

namespace leakproof {

/// "heap_bytes=16". Throws UsageError where it is not that, or where a resource
/// of ours was misspelt; a name like none of them is taken for a worker's own.
Tolerance parse_tolerance(std::string_view text);

/// Throws UsageError where a resource of ours was misspelt, or the growth is none.
void check(const Tolerance&);

}  // namespace leakproof
