// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// The first line of a function in JavaScript, whose first one is `first`, that calls what the
/// stack has there; `first` if there is none. It has the name of the called function, before a "(",
/// or a name that this source gives to its package, as by require(). The function ends at a line
/// that begins with a closing brace no further to the right than its first line.
int line_of_call(const std::vector<std::string>& source, int first, const Place& called);

}  // namespace leakproof
