// SPDX-License-Identifier: MIT
#pragma once

#include "report/json/json.hpp"

namespace leakproof::report {

/// The JSON Schema (2020-12) of --json in this version.
Json results_schema();

}  // namespace leakproof::report
