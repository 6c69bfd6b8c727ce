// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/owner.hpp"
#include "model/result.hpp"

namespace leakproof::report {

/// "Naive::fetch (clients/adapters/naive.cpp:14)", or less if parts are unknown.
std::string text(const Place&);

/// The line of the user's code that holds the most; null if unknown.
const Place* leaking_line(const Result&);

/// The path of a file below `folder`; of another one as it is.
std::string path_below(const std::string& folder, const std::string& file);

/// "97 % of heap_bytes: 16.0 B/fetch in 1.00 blocks/fetch; 16 bytes each (call stacks)".
std::string text(const Owner&);

/// All owners with complete stacks.
std::string stacks_text(const Result&);

}  // namespace leakproof::report
