// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

/// The words of the worker protocol, which workers and agents speak: one line for each
/// order, one line or more for each answer.
namespace leakproof::protocol {

namespace word {

inline constexpr std::string_view version = "leakproof-worker/1";

// What a worker may add to the version, each after a plus sign.
inline constexpr std::string_view can_explain = "explain";
inline constexpr std::string_view knows_last = "last";
inline constexpr std::string_view leaves_bodies = "unread";

// Orders.
inline constexpr std::string_view run = "run";          // run <fetches> <url> [name=value]…
inline constexpr std::string_view settle = "settle";    // finish requests, collect garbage
inline constexpr std::string_view explain = "explain";  // report what holds memory
// To an agent, or a worker that knows it; each answers as it answers "explain".
inline constexpr std::string_view explain_last = "explain last";
inline constexpr std::string_view stop = "stop";

// Answers.
inline constexpr std::string_view hello = "hello";              // hello <version> <banner>
inline constexpr std::string_view done = "done";                // done <attempted> <failed>
inline constexpr std::string_view settled = "settled";          // settled [name=value]…
inline constexpr std::string_view uncollected = "uncollected";  // settled uncollected=1
inline constexpr std::string_view explains = "explains";        // explains <source> <lines>
inline constexpr std::string_view held = "held";
inline constexpr std::string_view survived = "survived";  // from before each answer until the last
inline constexpr std::string_view counted = "counted";
inline constexpr std::string_view container = "container";
inline constexpr std::string_view received = "received";  // by a container, since the first answer

}  // namespace word

/// An order without arguments, as it is sent.
inline std::string order_line(std::string_view order) { return std::string(order) + '\n'; }

/// Removes the next word from the line and returns it; empty at the end of the line.
inline std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ')));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

}  // namespace leakproof::protocol
