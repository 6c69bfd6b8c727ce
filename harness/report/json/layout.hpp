// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace leakproof::report {

// How a file of results is laid out: the head on one line, then lists with an item a
// line. So it can be written a trial at a time, over its own closing, and read a line at
// a time, wherever it breaks off.

inline constexpr std::string_view trials_open = ",\n\"trials\": [";
inline constexpr std::string_view list_close = "],";
inline constexpr std::string_view under_way_open = "\"under_way\": [";
inline constexpr std::string_view advice_open = "\"advice\": [";
inline constexpr std::string_view finished_key = "\"finished\":";

/// From the head's line to where the first trial goes.
std::string opening(std::string_view head);

/// What comes before an item: a line end, and a comma after the item before.
class Separator {
 public:
  std::string_view next() { return std::exchange(first_, false) ? "\n" : ",\n"; }

 private:
  bool first_ = true;
};

/// From behind the last trial to the end of the file. Items are given as lines; a list
/// without items is left out.
std::string closing(std::span<const std::string> under_way, std::span<const std::string> advice,
                    bool finished);

}  // namespace leakproof::report
