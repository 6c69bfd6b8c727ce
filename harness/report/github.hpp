// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <string>

#include "model/control.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"

namespace leakproof::report {

/// Annotations of GitHub Actions, on standard output, where its runner reads
/// them: each trial that is not as it should be, at the line that holds the leak
/// where that is known. Borrows `out`.
class GitHubAnnotations final : public Reporter {
 public:
  /// Of files below `workspace`, the path in the repository is said.
  GitHubAnnotations(std::FILE* out, RunInfo, std::string workspace);

  void controls(const std::vector<Control>&) override;
  void add(const Result&) override;

 private:
  void say(const std::string& where, const std::string& title, const std::string& message);

  std::FILE* out_;
  RunInfo info_;
  std::string workspace_;
};

}  // namespace leakproof::report
