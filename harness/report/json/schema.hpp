// SPDX-License-Identifier: MIT
#pragma once

#include "report/json/json.hpp"

namespace leakproof::report {

/// The JSON Schema (2020-12) of what this version writes with --json.
Json results_schema();

}  // namespace leakproof::report
