// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof {

/// Prints "leakproof: MESSAGE" to standard error, made printable; it may have several lines.
/// Nothing happens if standard error is closed or full.
void complain(std::string_view message);

}  // namespace leakproof
