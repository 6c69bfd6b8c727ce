// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "model/result.hpp"

namespace leakproof {

/// Checks that the worker's counts agree with the origin's counts and with the scenario: a
/// client that fails early would look clean. Describes the contradiction; empty if there is
/// none.
std::optional<std::string> audit(const Result&);

/// Describes an error of the client that does not invalidate the trial; empty if there is none.
std::optional<std::string> remark(const Result&);

}  // namespace leakproof
