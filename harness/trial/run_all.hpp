// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "model/environment.hpp"
#include "model/observer.hpp"
#include "model/probe.hpp"

namespace leakproof {

/// Runs all trials, `jobs` at a time, and reports each to the observer as it ends. A trial that
/// stays inconclusive is run once more, with twice the fetches, and reported after that. Returns
/// how many trials ended; fewer than given only after an interruption. Rethrows the first exception
/// other than Interrupted.
std::size_t run_all(std::span<const Trial>, int jobs, Environment&, std::span<const ProbeEntry>,
                    Observer&);

}  // namespace leakproof
