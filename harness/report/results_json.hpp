// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/advice.hpp"
#include "model/result.hpp"
#include "report/json/head.hpp"
#include "report/json/json.hpp"

namespace leakproof::report {

// Conversion to JSON as json/fields.hpp describes it, so that reading back loses nothing.
Json json_of(const Head&);
Json json_of(const Result&);
Json json_of(const TrialAdvice&);

/// JSON as one line. Replaces invalid UTF-8, which may come from a worker, by U+FFFD.
std::string line_of(const Json&);

}  // namespace leakproof::report
