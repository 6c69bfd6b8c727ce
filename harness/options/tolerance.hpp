// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include <leakproof/tolerance.hpp>

namespace leakproof {

/// Parses "heap_bytes=16". Throws UsageError if the syntax is wrong or the name is close to,
/// but not, a known resource. Any other name may be a metric that a worker reports.
Tolerance parse_tolerance(std::string_view text);

/// Throws UsageError if the name is empty or misspelt, or the growth is negative or not
/// finite.
void check(const Tolerance&);

/// Throws UsageError unless one of the probes or runtimes can measure the resource.
void require_known(const Tolerance&);

}  // namespace leakproof
