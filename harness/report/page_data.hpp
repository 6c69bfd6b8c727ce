// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/control.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"

namespace leakproof::report {

// What the page of --html knows, as JSON that is safe in a <script>: no "<" is
// in it. html/data.js reads it back.

/// One trial: curves are thinned, and come with the windows they were judged by.
std::string page_trial(const Result&, const RunInfo&);

/// What holds for all of them, without the brace that ends it.
std::string page_head(const RunInfo&, const std::vector<Control>&);

}  // namespace leakproof::report
