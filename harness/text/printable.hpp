// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// Text from outside made safe to show: control and non-ASCII bytes become "?",
/// a tab a space. Line ends stay if `lines`.
std::string printable(std::string_view, bool lines = false);

}  // namespace leakproof
