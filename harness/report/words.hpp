// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include <leakproof/engine.hpp>

namespace leakproof::report {

// The words of results, the same in every format.
std::string_view word(Ruling);
std::string_view word(Conclusion);
std::string_view word(Unit);
std::string words(Expectation, std::string_view leaks_on);  // "leaks where there is a body"

}  // namespace leakproof::report
