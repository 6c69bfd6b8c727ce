// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "model/worker.hpp"

namespace leakproof::protocol {

// What workers and agents answer. Nothing of it is trusted: each of these returns nothing
// where the line is not exactly what was asked for.

struct Hello {
  std::string banner{};   // "requests 2.28.1"
  bool explains = false;  // knows the order "explain"
};

/// "hello leakproof-worker/1 requests 2.28.1", or "hello leakproof-worker/1+explain …".
std::optional<Hello> parse_hello(std::string_view line);

struct Done {
  std::int64_t attempted = 0;
  std::int64_t failed = 0;
};

/// "done 20 0". Requires 0 ≤ failed ≤ attempted.
std::optional<Done> parse_done(std::string_view line);

/// "settled NAME=812344 …". At most 32 values, each once. A name has at most 40 characters:
/// lower case letters, digits and underscores.
std::optional<std::vector<Reported>> parse_settled(std::string_view line);

struct Explains {
  std::string source{};
  std::int64_t lines = 0;  // that follow: at most 200
};

/// "explains SOURCE 12". The source has at most 40 characters: lower case letters, digits,
/// underscores and dashes.
std::optional<Explains> parse_explains(std::string_view line);

/// A line that follows, its fields separated by tabs: "container", a length and a name; or
/// "held", bytes, a count, and for each frame file, line and function, innermost first, at
/// most 40 frames. Returns false where it is neither.
bool parse_explained(std::string_view line, Explanation& into);

/// "run" and "settle" at once, so that a stop costs one wake-up on either side; "settle"
/// alone for 0 fetches. `request_line` is what write_request() returned.
std::string order(std::int64_t fetches, std::string_view request_line);

}  // namespace leakproof::protocol
