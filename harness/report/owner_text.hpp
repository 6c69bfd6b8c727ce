// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <leakproof/engine.hpp>

namespace leakproof::report {

/// "Naive::fetch (clients/adapters/naive.cpp:14)", or as much of it as is known.
std::string text(const Place&);

/// "58 blocks, 33,328 B a fetch, 97 % of the growth".
std::string amount_text(const Owner&);

/// All owners, with whole stacks.
std::string stacks_text(const Result&);

}  // namespace leakproof::report
