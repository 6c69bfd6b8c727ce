// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <leakproof/engine.hpp>

namespace leakproof::protocol {

// Words on a line. Nothing that a worker says is trusted: each of these gives
// nothing where the line is not exactly what was asked for.

/// "hello leakproof-worker/1 requests 2.28.1" → "requests 2.28.1".
std::optional<std::string> parse_hello(std::string_view line);

struct Done {
  std::int64_t attempted = 0;
  std::int64_t failed = 0;
};

/// "done 20 0". Requires 0 ≤ failed ≤ attempted.
std::optional<Done> parse_done(std::string_view line);

/// "settled js_heap=812344 …". At most 32 values, each once; names are of lower
/// case letters, digits and underscores, at most 40 of them.
std::optional<std::vector<Reported>> parse_settled(std::string_view line);

/// Both orders at once, so that a stop costs one wake-up on either side.
std::string order(std::int64_t fetches, std::string_view ask);

}  // namespace leakproof::protocol
