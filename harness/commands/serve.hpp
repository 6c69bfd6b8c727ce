// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace leakproof {

/// `leakproof serve`: origins alone, for a person with a browser or curl, until
/// they are interrupted. Throws UsageError where a scenario is not known.
int serve_command(const std::vector<std::string>& names);

}  // namespace leakproof
