// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "options/run_options.hpp"

namespace leakproof::commands {

/// Renames the results file if a run both resumes it and writes to it, so that the old
/// results survive until they have been written again. Does nothing for other runs.
class BackupFile {
 public:
  explicit BackupFile(const RunOptions&);

  /// Deletes the backup. Call it when all old results have been written again.
  void remove() const;

 private:
  std::string name_{};
};

}  // namespace leakproof::commands
