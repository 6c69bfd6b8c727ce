// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "model/worker.hpp"

namespace leakproof::protocol {

// Words on a line. Nothing that a worker says is trusted: each of these gives
// nothing where the line is not exactly what was asked for.

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

/// "settled NAME=812344 …". At most 32 values, each once; names are of lower
/// case letters, digits and underscores, at most 40 of them.
std::optional<std::vector<Reported>> parse_settled(std::string_view line);

struct Explains {
  std::string source{};
  std::int64_t lines = 0;  // that follow: at most 200
};

/// "explains SOURCE 12". The source is of at most 40 letters, digits and dashes.
std::optional<Explains> parse_explains(std::string_view line);

/// A line that follows: "held 480 10", or "container 7" and a name, with tabs
/// where there are spaces here; behind the former file, line and function of each
/// frame, innermost first, at most 40 of them. False if it is neither.
bool parse_explained(std::string_view line, Explanation& into);

/// Both orders at once, so that a stop costs one wake-up on either side.
std::string order(std::int64_t fetches, std::string_view ask);

}  // namespace leakproof::protocol
