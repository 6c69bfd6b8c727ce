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

/// The same advice for several scenarios of one client.
struct AdviceGroup {
  TrialAdvice first{};
  std::vector<std::string> scenarios{};  // each once, in the order of the run
};

/// One group for each client and kind, in the order of the first trial of each.
std::vector<AdviceGroup> grouped_advice(std::span<const TrialAdvice>);

/// The advice on trials for which `wanted` returns true.
std::vector<TrialAdvice> advice_on(std::span<const TrialAdvice>,
                                   const std::function<bool(const TrialName&)>& wanted);

/// "closed: leak on error", with printable characters only.
std::string title_of(const AdviceGroup&);

/// Lines with the scenarios, the evidence and the suggestion.
std::vector<Evidence> lines_of(const AdviceGroup&);

/// Formats all groups for the console and text reports: a title for each, with its lines
/// below. Empty if there is no advice.
std::string advice_text(std::span<const TrialAdvice>, std::size_t width = 0);

}  // namespace leakproof::report
