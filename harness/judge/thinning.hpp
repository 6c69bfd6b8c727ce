// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/series.hpp"

namespace leakproof {

/// Halves the samples: replaces each pair of neighbours by one sample with the earlier
/// position and the lower usage, which are all that windows use. Keeps the first and the
/// last sample. Returns fewer than four samples unchanged.
///
/// Use it only from several hundred samples on, in runs far beyond the default budget.
/// Window boundaries move, which can change a borderline ruling.
std::vector<Sample> thinned(std::vector<Sample> samples);

}  // namespace leakproof
