// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "model/advice.hpp"
#include "model/result.hpp"
#include "report/json/head.hpp"

namespace leakproof::report {

// By the list in json/fields.hpp, so that reading back loses nothing. Members are in the
// order in which a person reads them.
nlohmann::ordered_json json_of(const Head&);
nlohmann::ordered_json json_of(const Result&);
nlohmann::ordered_json json_of(const TrialAdvice&);

/// One line. Text from a worker may be anything: what is not UTF-8 becomes U+FFFD.
std::string line_of(const nlohmann::ordered_json&);

}  // namespace leakproof::report
