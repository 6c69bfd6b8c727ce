// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/finding.hpp"
#include "support/metrics.hpp"

namespace leakproof::testing {

/// A finding that decides.
inline Finding finding(const std::string& metric, Ruling ruling, double per_fetch = 0) {
  return {.series = {.metric = metric_named(metric)},
          .verdict = {.ruling = ruling, .growth = {.per_fetch = per_fetch}, .reason = "it moves"},
          .role = Role::decides};
}

/// A finding that is informational.
inline Finding onlooker(const std::string& metric, Ruling ruling) {
  auto found = finding(metric, ruling);
  found.role = Role::informational;
  return found;
}

}  // namespace leakproof::testing
