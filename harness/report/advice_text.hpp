// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/advice.hpp"
#include "report/evidence.hpp"

namespace leakproof::report {

/// The same advice on several scenarios of one client.
struct AdviceGroup {
  TrialAdvice first{};
  std::vector<std::string> scenarios{};  // each once, in the order of the run
};

/// One group for each client and kind, in the order of the first trial of each.
std::vector<AdviceGroup> grouped_advice(std::span<const TrialAdvice>);

/// Those on trials for which `wanted` holds.
std::vector<TrialAdvice> advice_on(std::span<const TrialAdvice>,
                                   const std::function<bool(const TrialName&)>& wanted);

/// "closed: leak on error only", safe to show.
std::string title_of(const AdviceGroup&);

/// The scenarios, the evidence and what to do about it.
std::vector<Evidence> lines_of(const AdviceGroup&);

/// All groups, as the console and texts show them: a title each, the rest below it.
/// Empty if there is no advice.
std::string advice_text(std::span<const TrialAdvice>, std::size_t width = 0);

}  // namespace leakproof::report
