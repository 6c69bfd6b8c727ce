// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "model/known_leak.hpp"
#include "model/metric.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/role.hpp"
#include "model/run_info.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"

namespace leakproof::report {

// The words for results in all formats. Empty for a value past the last enumerator.
std::string_view word(Ruling);
std::string_view word(Conclusion);
std::string_view word(Unit);
std::string_view word(MetricKind);
std::string_view word(Role);
std::string_view word(ExpectedOutcome);
std::string_view word(Expectation);
std::string_view word(Attribution);
std::string_view word(LeakKind);
std::string_view word(KnownState);
std::string_view word(OnInconclusive);
std::string_view word(Standing);

/// The ruling, or "known" for a leak that is listed.
std::string_view word(const Result&, Standing);

/// All values of an enumeration that has words.
template <typename Enum>
std::vector<Enum> all_of() {
  std::vector<Enum> all;
  for (int i = 0; !word(static_cast<Enum>(i)).empty(); ++i) all.push_back(static_cast<Enum>(i));
  return all;
}

/// For display: "leaks where there is a body".
std::string words(Expectation, std::string_view leaks_on);

/// "scoped × plain".
std::string name_of(const Trial&);

}  // namespace leakproof::report
