// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// Makes untrusted text safe to print: replaces control and non-ASCII bytes by "?", and tabs
/// by spaces. Keeps line ends if `lines`.
std::string printable(std::string_view, bool lines = false);

}  // namespace leakproof
