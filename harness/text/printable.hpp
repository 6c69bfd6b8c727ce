// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// Makes untrusted text safe to print to a terminal or to the log of a CI service. Writes
/// control characters, characters that change the direction of text or are invisible, and bytes
/// that are not UTF-8 as escapes ("\x1b", "\u202e"). Keeps what joins letters and emoji.
/// Escapes the beginning of what GitHub ("::error …::", "##[error]"), Azure ("##vso[") and
/// TeamCity ("##teamcity[") would obey. Replaces tabs by spaces. Keeps line ends if `lines`.
std::string printable(std::string_view, bool lines = false);

}  // namespace leakproof
