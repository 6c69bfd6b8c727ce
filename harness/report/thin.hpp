// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/series.hpp"

namespace leakproof::report {

/// Reduces a curve to at most `most` samples (8 or more) with nearly the same shape. Keeps the
/// ends of level stretches, the lowest and the highest sample of each stretch of equal length,
/// and the first and the last sample.
std::vector<Sample> thin(std::span<const Sample>, std::size_t most);

}  // namespace leakproof::report
