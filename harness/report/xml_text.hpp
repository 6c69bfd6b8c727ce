// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof::report {

/// Makes untrusted text valid for XML 1.0: replaces invalid UTF-8 bytes and characters that
/// XML forbids even when escaped by U+FFFD. Does not escape markup; the XML writer does.
std::string xml_text(std::string_view);

}  // namespace leakproof::report
