// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "model/finding.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// The unreachable bytes that LeakSanitizer or Valgrind reported when the worker exited, as
/// a finding. Empty if neither reported a leak.
std::optional<Finding> leak_checker_finding(const ExitReport&, std::int64_t fetches);

}  // namespace leakproof
