// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "torture/torture.hpp"

namespace leakproof::torture {

/// Formats the account for a terminal, with printable characters only. `subject` names the
/// client. `replay` is the command that repeats the run; " --fail-at N" is appended to it.
std::string text(const Account&, const std::string& subject, const std::string& replay);

/// {1, 2, 3, 7} → "1–3, 7". Requires ascending numbers.
std::string ranges(const std::vector<std::int64_t>&);

}  // namespace leakproof::torture
