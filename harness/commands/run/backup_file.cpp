// SPDX-License-Identifier: MIT
#include "commands/run/backup_file.hpp"

#include <filesystem>

namespace leakproof::commands {

namespace fs = std::filesystem;

BackupFile::BackupFile(const RunOptions& options) {
  std::error_code ignored;
  const auto json = options.reports.find("json");
  if (json == options.reports.end() || options.resume.empty() ||
      !fs::equivalent(json->second, options.resume, ignored)) {
    return;
  }
  name_ = options.resume + ".before";
  fs::rename(options.resume, name_);
}

void BackupFile::remove() const {
  std::error_code ignored;
  if (!name_.empty()) fs::remove(name_, ignored);
}

}  // namespace leakproof::commands
