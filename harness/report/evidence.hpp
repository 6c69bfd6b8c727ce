// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"

namespace leakproof::report {

/// One thing that is known of a trial: what it is about, where it is about one
/// thing, and what there is to say.
struct Evidence {
  std::string label{};  // "heap_bytes", "owner", "advice"; may be empty
  std::string text{};   // fit to show; one line, unless it quotes a worker
  bool stack = false;   // a line of a call stack, which is not to be wrapped
};

/// Why a trial came out as it did, what leaks and who holds it, the weightiest
/// first: for every format that shows text.
std::vector<Evidence> evidence(const Result&, const RunInfo&);

/// As lines, each indented by `margin`, labels in a column of their own, text
/// wrapped to `width` columns; 0: to none.
std::string lines(const std::vector<Evidence>&, std::size_t margin, std::size_t width = 0);

/// Breaks at spaces so that no line is longer than `width` where that is
/// possible; each but the first begins with `indent` spaces.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace leakproof::report
