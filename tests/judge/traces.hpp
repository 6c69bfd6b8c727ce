// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/series.hpp"

namespace leakproof {

/// Reads the recordings in one CSV file: `req,heap_bytes,…`, one line per reading. Metrics
/// have the parameters of staircase.py; columns that it does not judge are omitted. Throws
/// if the file cannot be read.
std::vector<Series> read_trace(const std::string& path);

/// The paths of all such files below a directory, sorted.
std::vector<std::string> traces_below(const std::string& directory);

}  // namespace leakproof
