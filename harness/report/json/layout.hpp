// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace leakproof::report {

// The layout of a results file: the head on one line, then lists with one item per line. A
// file is read line by line, also if it is truncated.

inline constexpr std::string_view trials_open = ",\n\"trials\": [";
inline constexpr std::string_view list_close = "],";
inline constexpr std::string_view under_way_open = "\"under_way\": [";
inline constexpr std::string_view advice_open = "\"advice\": [";
inline constexpr std::string_view finished_key = "\"finished\":";

/// The text from the head to the position of the first trial.
std::string opening(std::string_view head);

/// The text before an item: a line end, after a comma unless the item is the first.
class Separator {
 public:
  std::string_view next() { return std::exchange(first_, false) ? "\n" : ",\n"; }

 private:
  bool first_ = true;
};

/// The text from the end of the last trial to the end of the file. Each item is one line.
/// Empty lists are omitted.
std::string closing(std::span<const std::string> under_way, std::span<const std::string> advice,
                    bool finished);

}  // namespace leakproof::report
