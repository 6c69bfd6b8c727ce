// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/control.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/machine.hpp"

namespace leakproof::report {

/// Of the shape that harness/report/results.schema.json describes.
inline constexpr int results_schema_version = 1;

/// All of a trial, so that reading it back loses nothing. Members are in the order
/// in which a person reads them.
nlohmann::ordered_json to_json(const Result&, bool declared);
nlohmann::ordered_json to_json(const RunInfo&, const std::vector<Control>&, const Machine&);

/// One line. Text from a worker may be anything: what is not UTF-8 becomes U+FFFD.
std::string line_of(const nlohmann::ordered_json&);

}  // namespace leakproof::report
