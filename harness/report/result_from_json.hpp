// SPDX-License-Identifier: MIT
#pragma once

#include "model/result.hpp"
#include "report/json_node.hpp"
#include "report/machine.hpp"

namespace leakproof::report {

// The way back from results_json.hpp. Both throw as JsonNode does.
Result result_from(const JsonNode&);
Machine machine_from(const JsonNode&);

}  // namespace leakproof::report
