// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/reporter.hpp"

namespace leakproof::report {

/// The formats of all files in report/formats/, sorted by name.
std::span<const ReporterEntry> catalogue();

}  // namespace leakproof::report
