// SPDX-License-Identifier: MIT
#include "judge/expectation.hpp"

#include <algorithm>
#include <string_view>

#include <leakproof/client.hpp>

namespace leakproof {
namespace {

bool names(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const auto item = list.substr(0, list.find(','));
    if (item == name) return true;
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return false;
}

// Do fetches fail in this trial? If the scenario allows either, the counts decide.
bool fetches_fail(const Result& result) {
  switch (expected_outcome(result.trial)) {
    case ExpectedOutcome::whole_reply:
      return false;
    case ExpectedOutcome::error:
    case ExpectedOutcome::time_out:
      return true;
    case ExpectedOutcome::either:
      return result.failed > 0;
  }
  return false;
}

}  // namespace

ExpectedOutcome expected_outcome(const Trial& trial) {
  const bool gives_up =
      trial.client_usage.cancel_after > 0 || trial.client_usage.timeout.count() > 0;
  const auto of_scenario = trial.scenario.expected_outcome;
  return of_scenario == ExpectedOutcome::whole_reply && gives_up ? ExpectedOutcome::either
                                                                 : of_scenario;
}

Conclusion expected(const Result& result) {
  const auto& trial = result.trial;
  const auto& scenario = trial.scenario;
  if (names(trial.leaks_on, scenario.name) || names(trial.leaks_on, scenario.group)) {
    return Conclusion::leaks;
  }
  const bool fails = fetches_fail(result);
  const auto leaks_if = [](bool leaks) { return leaks ? Conclusion::leaks : Conclusion::clean; };
  switch (trial.expect) {
    case Expectation::clean:
      return Conclusion::clean;
    case Expectation::leaks:
      return Conclusion::leaks;
    case Expectation::leaks_with_body:  // only a whole body is kept
      return leaks_if(scenario.has_body && !fails);
    case Expectation::leaks_on_failure:
      return leaks_if(fails);
  }
  return Conclusion::clean;
}

}  // namespace leakproof
