// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/advice.hpp"
#include "model/result.hpp"
#include "report/json/head.hpp"
#include "report/json/json.hpp"

namespace leakproof::report {

// By the list in json/fields.hpp, so that reading back loses nothing. Members are in the
// order in which a person reads them.
Json json_of(const Head&);
Json json_of(const Result&);
Json json_of(const TrialAdvice&);

/// One line. Text from a worker may be anything: what is not UTF-8 becomes U+FFFD.
std::string line_of(const Json&);

}  // namespace leakproof::report
