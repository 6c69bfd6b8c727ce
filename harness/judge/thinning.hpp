// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/series.hpp"

namespace leakproof {

/// Half of the samples, which keep what windows look at: of two neighbours the earlier
/// place and the lower usage. The first and the latest sample stay as they are; fewer
/// than four are left alone.
///
/// This is for runs far beyond the default budget, from several hundred samples on:
/// windows are then cut at other places, which may unsettle a ruling that hangs by a
/// thread.
std::vector<Sample> thinned(std::vector<Sample> samples);

}  // namespace leakproof
