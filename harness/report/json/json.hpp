// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

namespace leakproof::report {

/// Keeps the fields of an object in the order in which they were written.
using Json = nlohmann::ordered_json;

}  // namespace leakproof::report
