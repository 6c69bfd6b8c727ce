// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/series.hpp"

namespace leakproof {

/// The recordings in one file of real readings: `req,heap_bytes,…`, one line a
/// reading. Metrics carry the figures that staircase.py judges them by; columns
/// that it does not judge are left out. Throws where the file cannot be read.
std::vector<Series> read_trace(const std::string& path);

/// All such files below a directory, in order.
std::vector<std::string> traces_below(const std::string& directory);

}  // namespace leakproof
