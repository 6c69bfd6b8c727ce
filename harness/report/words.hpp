// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "model/metric.hpp"
#include "model/role.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"

namespace leakproof::report {

// The words of results, the same in every format. A value past the last enumerator has
// none: "".
std::string_view word(Ruling);
std::string_view word(Conclusion);
std::string_view word(Unit);
std::string_view word(MetricKind);
std::string_view word(Role);
std::string_view word(ExpectedOutcome);
std::string_view word(Expectation);
std::string_view word(Attribution);

/// Every value of an enumeration that has words.
template <typename Enum>
std::vector<Enum> all_of() {
  std::vector<Enum> all;
  for (int i = 0; !word(static_cast<Enum>(i)).empty(); ++i) all.push_back(static_cast<Enum>(i));
  return all;
}

/// "leaks where there is a body", for people.
std::string words(Expectation, std::string_view leaks_on);

/// "scoped × plain".
std::string name_of(const Trial&);

}  // namespace leakproof::report
