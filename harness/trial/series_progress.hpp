// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/observer.hpp"
#include "trial/series_recorder.hpp"

namespace leakproof {

/// The number of fetches from which on the next look of a series is due that is open at the last
/// reading, after `fetches`; empty if none is.
std::optional<std::int64_t> next_look(std::span<const SeriesRecorder>, std::int64_t fetches);

/// The series that may accuse and have risen in every window so far.
std::vector<RisingSeries> rising(std::span<const SeriesRecorder>);

}  // namespace leakproof
