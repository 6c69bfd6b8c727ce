// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace leakproof::report {

/// The JSON Schema (2020-12) of what this version writes with --json.
nlohmann::ordered_json results_schema();

}  // namespace leakproof::report
