// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "torture/torture.hpp"

namespace leakproof::torture {

/// The account in words, fit to show, a line for each thing. `subject` is who was
/// tortured; `replay` a command that does it again, to which the number of a call
/// is added.
std::string text(const Account&, const std::string& subject, const std::string& replay);

/// {1, 2, 3, 7} → "1–3, 7". Ascending.
std::string ranges(const std::vector<std::int64_t>&);

}  // namespace leakproof::torture
