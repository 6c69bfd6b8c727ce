// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "model/finding.hpp"

namespace leakproof {

/// A resource that every trial must observe to be clean (descriptors, threads, memory) and that
/// decides in none of these findings; empty if all are covered.
std::string_view uncovered_resource(std::span<const Finding>);

/// Private memory of a managed runtime that rose in every window, by more than such a runtime
/// reserves ahead and by more than twice what the observed heaps and mappings account for, as where
/// a second isolate grows. Null if there is none.
const Finding* uncovered_growth(std::span<const Finding>);

}  // namespace leakproof
