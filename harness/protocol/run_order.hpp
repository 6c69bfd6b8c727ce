// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include <leakproof/client.hpp>

namespace leakproof {

/// "run 20 URL [name=value]…": what to fetch, and in what way.
struct RunOrder {
  long fetches = 0;
  Request request{};
  int threads = 1;           // that fetch at once
  bool thread_each = false;  // each fetch in a new thread
  bool client_each = false;  // a new client for each fetch
};

/// Nothing if the line is no such order. A word that is not known is not ignored.
std::optional<RunOrder> parse_run_order(std::string_view line);

}  // namespace leakproof
