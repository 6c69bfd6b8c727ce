// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "attribution/steady_growth.hpp"
#include "interposer/supervisor/allocation_tracker.hpp"
#include "model/finding.hpp"
#include "model/metric.hpp"

namespace leakproof {

/// A series that decides and leaks, and the resource that it measures.
struct LeakingSeries {
  std::string metric{};
  ResourceKind kind = ResourceKind::block;
  bool covers_mappings = false;  // private memory, in blocks and in mappings
  bool in_bytes = false;
  SteadyGrowth growth{};

  bool covers(ResourceKind) const;
};

/// One series for each kind of resource that leaks: the most informative one.
std::vector<LeakingSeries> leaking_series(std::span<const Finding>);

/// Does a resource of this kind leak?
bool leaks(std::span<const Finding>, ResourceKind);

/// The finding of this kind and unit if it decides and leaks, else null.
const Finding* leak_of(std::span<const Finding>, MetricKind, Unit);

}  // namespace leakproof
