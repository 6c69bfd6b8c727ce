// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

namespace leakproof::commands {

/// The files to merge. A folder in `paths` is replaced by its .json files, sorted by name,
/// except the files in `reports` (format → file), which will be overwritten. Throws UsageError
/// if a folder has none.
std::vector<std::string> input_files(const std::vector<std::string>& paths,
                                     const std::map<std::string, std::string>& reports);

}  // namespace leakproof::commands
