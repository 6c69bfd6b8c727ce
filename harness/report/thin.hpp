// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/series.hpp"

namespace leakproof::report {

/// About the same curve in at most `most` samples, 8 or more: level stretches keep their ends,
/// and of each of equally many samples the lowest and the highest are left. The
/// first and the last stay as they are.
std::vector<Sample> thin(std::span<const Sample>, std::size_t most);

}  // namespace leakproof::report
