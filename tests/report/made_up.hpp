// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "model/advice.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"

namespace leakproof::testing {

/// A trial in which every member that a report can show is set. It leaks `bytes_per_fetch`,
/// which may be 0. Deterministic.
Result made_up(const std::string& client, const std::string& scenario, double bytes_per_fetch);

/// A trial of each ruling, with names that contain markup of HTML, XML, Markdown, terminals
/// and GitHub.
std::vector<Result> awkward_results();

/// A known leak, a leak that is not as listed, one that is gone, and an inconclusive trial.
std::vector<Result> listed_results();

/// Advice on each trial that leaks.
std::vector<TrialAdvice> made_up_advice(std::span<const Result>);

RunInfo made_up_run(std::size_t trials);

}  // namespace leakproof::testing
