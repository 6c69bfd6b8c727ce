// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "model/advice.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"

namespace leakproof::testing {

/// A trial with something in every member that a report can show; it leaks
/// `bytes_per_fetch`, which may be 0. The same for the same arguments.
Result made_up(const std::string& client, const std::string& scenario, double bytes_per_fetch);

/// A trial of each ruling, with names that mean something to HTML, XML, Markdown,
/// terminals and GitHub.
std::vector<Result> awkward_results();

/// On each that leaks.
std::vector<TrialAdvice> made_up_advice(std::span<const Result>);

RunInfo made_up_run(std::size_t trials);

}  // namespace leakproof::testing
