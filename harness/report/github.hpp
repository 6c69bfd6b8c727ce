// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "model/advice.hpp"
#include "model/control.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/trial_name.hpp"

namespace leakproof::report {

/// Prints annotations for GitHub Actions to standard output: an error for each unexpected
/// trial, at the line that holds the leak if there is one, a warning for an inconclusive one that
/// passes, a notice for a known leak and for one that is gone, and at the end a notice for each
/// advice on the unexpected trials. Borrows `out`.
class GitHubAnnotations final : public Reporter {
 public:
  /// Paths of files below `workspace` are made relative to it.
  GitHubAnnotations(std::FILE* out, RunInfo, std::string workspace);

  void controls(const std::vector<Control>&) override;
  void add(const Result&) override;
  void finish(std::span<const TrialAdvice>) override;

 private:
  void annotate(std::string_view level, const std::string& where, const std::string& title,
                const std::string& message);

  std::FILE* out_;
  RunInfo info_;
  std::string workspace_;
  std::map<TrialName, std::string> unexpected_{};  // trial → properties of the line of its leak
};

}  // namespace leakproof::report
