// SPDX-License-Identifier: MIT
#pragma once

#include "model/finding.hpp"
#include "model/verdict.hpp"
#include "support/metrics.hpp"

namespace leakproof::testing {

/// A series that decides and grows by so much a fetch.
inline Finding leak(const char* metric, double per_fetch) {
  return {.series = {.metric = metric_named(metric)},
          .verdict = {.ruling = Ruling::leaks, .growth = {.per_fetch = per_fetch}},
          .decides = true};
}

}  // namespace leakproof::testing
