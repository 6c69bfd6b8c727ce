// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "model/finding.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// What LeakSanitizer or Valgrind said at the worker's end, as a finding beside
/// the measured ones: bytes that nothing points to any more. Nothing where
/// neither spoke.
std::optional<Finding> leak_checker_finding(const ExitReport&, std::int64_t fetches);

}  // namespace leakproof
