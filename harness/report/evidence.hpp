// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.hpp"
#include "model/run_info.hpp"

namespace leakproof::report {

/// One line about a trial: a label and a text.
struct Evidence {
  std::string label{};  // "heap_bytes", "owner", "repro"; may be empty
  std::string text{};   // printable; one line, unless it quotes a worker
  bool stack = false;   // a line of a call stack, which is not wrapped
};

/// The evidence of a trial, most important first: the reason of its ruling, the metrics that
/// leak, and their owners. Used by all text formats.
std::vector<Evidence> evidence(const Result&, const RunInfo&);

/// Formats evidence as lines with an indent of `margin`, labels in a column, and text wrapped
/// to `width` columns; 0: not wrapped.
std::string lines(const std::vector<Evidence>&, std::size_t margin, std::size_t width = 0);

}  // namespace leakproof::report
