// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/probe.hpp"

namespace leakproof::probes {

/// Every file of harness/probes/, in the order of their names.
std::span<const ProbeEntry> catalogue();

}  // namespace leakproof::probes
