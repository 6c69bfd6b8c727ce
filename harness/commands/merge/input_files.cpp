// SPDX-License-Identifier: MIT
#include "commands/merge/input_files.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "model/usage_error.hpp"
#include "text/printable.hpp"

namespace leakproof::commands {

namespace fs = std::filesystem;

std::vector<std::string> input_files(const std::vector<std::string>& paths,
                                     const std::map<std::string, std::string>& reports) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> found;
    for (const fs::directory_entry& entry : fs::directory_iterator(path, ignored)) {
      const bool is_written = std::ranges::any_of(reports, [&](const auto& report) {
        return fs::weakly_canonical(report.second, ignored) ==
               fs::weakly_canonical(entry.path(), ignored);
      });
      if (entry.path().extension() == ".json" && !is_written) found.push_back(entry.path());
    }
    if (found.empty())
      throw UsageError(printable(path) + ": the folder contains no results files (*.json)");
    std::ranges::sort(found);
    std::ranges::move(found, std::back_inserter(files));
  }
  return files;
}

}  // namespace leakproof::commands
