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

/// Annotations for GitHub Actions, on standard output, where its runner reads them: an
/// error for each trial that is not as expected, at the line that holds the leak if it is
/// known; at the end a notice for each advice on them. Borrows `out`.
class GitHubAnnotations final : public Reporter {
 public:
  /// Files below `workspace` are named by their path in the repository.
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
  std::map<TrialName, std::string> unexpected_{};  // trials, and where their leak is
};

}  // namespace leakproof::report
