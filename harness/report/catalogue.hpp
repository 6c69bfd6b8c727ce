// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/reporter.hpp"

namespace leakproof::report {

/// Every file of report/formats/, in the order of their names.
std::span<const ReporterEntry> catalogue();

}  // namespace leakproof::report
