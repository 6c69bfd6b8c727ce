// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/owner.hpp"
#include "model/result.hpp"

namespace leakproof::report {

/// "Naive::fetch (clients/adapters/naive.cpp:14)", or as much of it as is known.
std::string text(const Place&);

/// "97 % of heap_bytes: 16.0 bytes, 1.00 blocks a fetch; each of 16 bytes (call stacks)".
std::string text(const Owner&);

/// All owners, with whole stacks.
std::string stacks_text(const Result&);

}  // namespace leakproof::report
