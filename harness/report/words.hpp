// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "model/metric.hpp"
#include "model/role.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"

namespace leakproof::report {

// The words of results, the same in every format.
std::string_view word(Ruling);
std::string_view word(Conclusion);
std::string_view word(Unit);
std::string_view word(MetricKind);
std::string_view word(Role);
std::string_view word(ExpectedOutcome);
std::string_view word(Expectation);                         // "leaks_with_body", for programs
std::string words(Expectation, std::string_view leaks_on);  // "leaks where there is a body"

/// "scoped × plain", fit to show.
std::string name_of(const Trial&);

}  // namespace leakproof::report
