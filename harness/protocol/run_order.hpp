// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <leakproof/client.hpp>

namespace leakproof::protocol {

/// "run 20 URL [name=value]…": what to fetch, and how.
struct RunOrder {
  long fetches = 0;
  Request request{};
  int threads = 1;           // that fetch concurrently
  bool thread_each = false;  // each fetch in a new thread
  bool client_each = false;  // a new client for each fetch
};

/// "URL [name=value]…": the fields that differ from their default. Throws
/// std::invalid_argument if a value contains a space or a control character.
std::string write_request(const RunOrder&);

/// The complete order, without a line end. Throws as write_request() does.
std::string write(const RunOrder&);

/// nullopt if the line is not such an order or contains an unknown name.
std::optional<RunOrder> parse_run_order(std::string_view line);

}  // namespace leakproof::protocol
