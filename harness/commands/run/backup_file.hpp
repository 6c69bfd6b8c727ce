// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "options/run_options.hpp"

namespace leakproof::commands {

/// The results file of a run that resumes it and writes to it: kept under another name
/// until everything in it has been written again. Does nothing for other runs.
class BackupFile {
 public:
  explicit BackupFile(const RunOptions&);

  /// Its results have been written again.
  void remove() const;

 private:
  std::string name_{};
};

}  // namespace leakproof::commands
