// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "model/environment.hpp"
#include "model/observer.hpp"
#include "model/probe.hpp"

namespace leakproof {

/// All trials, `jobs` at a time, each reported as it ends. Keeps no result.
/// Returns how many ended, which is less than given only after an interruption.
std::size_t run_all(std::span<const Trial>, int jobs, Environment&, std::span<const ProbeEntry>,
                    Observer&);

}  // namespace leakproof
