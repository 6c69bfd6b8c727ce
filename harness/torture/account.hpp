// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "torture/torture.hpp"

namespace leakproof::torture {

/// The command that repeats a run: " --fail-at N" comes between its parts.
struct Replay {
  std::string command{};
  std::string program{};  // " -- python3 mine.py {url}"; may be empty
};

/// Formats the account for a terminal, with printable characters only. `subject` names the
/// client.
std::string text(const Account&, const std::string& subject, const Replay&);

/// {1, 2, 3, 7} → "1–3, 7". Requires ascending numbers.
std::string ranges(const std::vector<std::int64_t>&);

}  // namespace leakproof::torture
