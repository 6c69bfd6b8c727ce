// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof::report {

/// Text from outside as XML 1.0 can hold it: each byte that is not of valid UTF-8
/// and each character that XML forbids, even escaped, becomes U+FFFD. Markup
/// is the XML writer's to escape.
std::string xml_text(std::string_view);

}  // namespace leakproof::report
