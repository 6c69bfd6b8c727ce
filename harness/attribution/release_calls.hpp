// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof {

/// What a function of a library makes, and the call that releases it.
struct ReleaseCall {
  std::string_view makers{};  // parts of their names, separated by "|"
  std::string_view suggestion{};
  // Parts of what the user's line calls to make it, if these differ.
  std::string_view called{};
  // What adds to it, which can be larger than itself. Then the user's line that calls a maker
  // tells.
  std::string_view fillers{};
};

/// The first that has a maker among the functions in this text, each between line breaks, or a
/// filler there and a maker among those that the user's lines call; null if there is none. What
/// other libraries are built on must be called by the user's lines, if any are known.
const ReleaseCall* release_call_for(std::string_view functions, std::string_view users_calls);

/// Is one of these words, separated by "|", in the text?
bool has_one_of(std::string_view words, std::string_view text);

}  // namespace leakproof
