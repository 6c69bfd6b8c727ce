// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "torture/torture.hpp"

namespace leakproof::torture {

/// The account for a terminal, made printable. `subject` names the client; `replay` is the
/// command that repeats it, to which the number of a call is added.
std::string text(const Account&, const std::string& subject, const std::string& replay);

/// {1, 2, 3, 7} → "1–3, 7". Ascending.
std::string ranges(const std::vector<std::int64_t>&);

}  // namespace leakproof::torture
