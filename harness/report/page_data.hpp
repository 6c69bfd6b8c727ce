// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/json/head.hpp"

namespace leakproof::report {

// What the page of --html knows. html/data.js reads it.

/// One trial. Its curves are thinned, and come with the windows that they were judged by.
nlohmann::ordered_json page_trial(const Result&, const RunInfo&);

/// All of it, as JSON that is safe in a <script>: no "<" is in it.
std::string page_data(const Head&, const std::vector<nlohmann::ordered_json>& trials);

}  // namespace leakproof::report
