// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <leakproof/engine.hpp>

namespace leakproof::report {

/// "Naive::fetch (clients/adapters/naive.cpp:14)", or as much of it as is known.
std::string text(const Place&);

/// "58 blocks, 33,328 B a fetch, 97 % of the growth".
std::string amount_text(const Owner&);

/// "    owner          Naive::fetch (…) → curl_easy_init (libcurl.so.4), 6 blocks, …":
/// the greatest three of each resource, how many more there are, and what they leave
/// open. Empty where nothing is known.
std::string owners_text(const Result&);

/// All of them, with whole stacks.
std::string stacks_text(const Result&);

}  // namespace leakproof::report
