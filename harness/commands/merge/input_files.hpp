// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

namespace leakproof::commands {

/// The files to merge. A folder among `paths` stands for all of its files that end in
/// .json, in the order of their names, except those that `reports` (format → file) are
/// about to be written to. Throws UsageError where a folder has none.
std::vector<std::string> input_files(const std::vector<std::string>& paths,
                                     const std::map<std::string, std::string>& reports);

}  // namespace leakproof::commands
