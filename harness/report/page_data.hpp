// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/advice.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/json/head.hpp"
#include "report/json/json.hpp"

namespace leakproof::report {

// The data in the page of --html. html/data.js reads it.

/// One trial, with thinned curves and the windows of its verdicts.
Json page_trial(const Result&, const RunInfo&);

/// The advice on a trial, in the words of the text formats.
Json page_advice(const TrialAdvice&);

/// All data as JSON that is safe in a <script>: it contains no "<".
std::string page_data(const Head&, const std::vector<Json>& trials);

}  // namespace leakproof::report
