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

// Parsers for the answers of workers and agents. Answers are not trusted: each parser
// returns nullopt if the line does not match its format exactly.

struct Hello {
  std::string banner{};        // "requests 2.28.1"
  bool explains = false;       // supports the order "explain"
  bool knows_last = false;     // and "explain last"
  bool leaves_bodies = false;  // breaks off replies, and says so
};

/// "hello leakproof-worker/1 requests 2.28.1"; the version may be followed by "+explain", "+last",
/// "+unread" or both.
std::optional<Hello> parse_hello(std::string_view line);

struct Done {
  std::int64_t attempted = 0;
  std::int64_t failed = 0;
};

/// "done 20 0". Requires 0 ≤ failed ≤ attempted.
std::optional<Done> parse_done(std::string_view line);

/// No number that is reported is farther from 0. It is the greatest that every reader of a results
/// file reads exactly.
constexpr std::int64_t greatest_reported = std::int64_t{1} << 53;

/// "settled NAME=812344 …". At most 32 values with distinct names. A name has at most 40
/// characters: lower case letters, digits and underscores.
std::optional<std::vector<Reported>> parse_settled(std::string_view line);

struct Explains {
  std::string source{};
  std::int64_t lines = 0;  // number of lines that follow, at most 200
};

/// "explains SOURCE 12". The source has at most 40 characters: lower case letters, digits,
/// underscores and dashes.
std::optional<Explains> parse_explains(std::string_view line);

/// Parses a line that follows "explains", with fields separated by tabs: "container", a
/// length, a name and, if known, frames of where its newest item was created; or "received", how
/// many items a container has received since the first answer, and its name; or "held", bytes, a
/// count, and for each frame file, line and function, innermost first, at most 40 frames; or
/// "survived", which of the bytes held now were there at each answer but the first, separated by
/// commas, at most 8, and the frames; or "counted", the name of a series, how many of what it
/// counts are at this place, and the frames. Returns false if it is none of these.
bool parse_explained(std::string_view line, Explanation& into);

/// Returns "run" alone. `request_line` is what write_request() returned.
std::string run_order(std::int64_t fetches, std::string_view request_line);

/// Returns "run" and "settle" as one message, so that each stop costs one wake-up on either
/// side; "settle" alone for 0 fetches.
std::string order(std::int64_t fetches, std::string_view request_line);

}  // namespace leakproof::protocol
