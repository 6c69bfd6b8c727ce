// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/json/head.hpp"
#include "report/json/json.hpp"

namespace leakproof::report {

// What the page of --html knows. html/data.js reads it.

/// One trial. Its curves are thinned, and come with the windows that they were judged by.
Json page_trial(const Result&, const RunInfo&);

/// All of it, as JSON that is safe in a <script>: no "<" is in it.
std::string page_data(const Head&, const std::vector<Json>& trials);

}  // namespace leakproof::report
