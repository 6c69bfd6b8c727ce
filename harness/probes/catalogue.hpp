// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/probe.hpp"

namespace leakproof::probes {

/// One entry for each file in harness/probes/, sorted by file name.
std::span<const ProbeEntry> catalogue();

}  // namespace leakproof::probes
