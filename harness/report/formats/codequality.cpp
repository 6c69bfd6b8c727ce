// SPDX-License-Identifier: MIT
// A Code Quality report, which GitLab shows at the lines of a merge request.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "model/known_leak.hpp"
#include "model/owner.hpp"
#include "model/reporter.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "report/catalogue.hpp"
#include "report/json/json.hpp"
#include "report/owner_text.hpp"
#include "report/results_json.hpp"
#include "report/whole_file.hpp"
#include "report/words.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

std::string project_folder() {
  const char* const said = std::getenv("CI_PROJECT_DIR");
  std::error_code ignored;
  return said == nullptr ? std::filesystem::current_path(ignored).string() : said;
}

std::string_view severity(Standing standing) {
  switch (standing) {
    case Standing::unexpected:
      return "major";
    case Standing::warning:
      return "minor";
    case Standing::known:
    case Standing::expected:
      break;
  }
  return "info";
}

class CodeQualityFile final : public Reporter {
 public:
  CodeQualityFile(const std::string& path, const RunInfo& info)
      : info_(info), project_(project_folder()), file_(path, [this] { return text(); }) {}

  void controls(const std::vector<Control>& controls) override {
    for (const Control& control : controls) {
      if (control.found) continue;
      issues_.push_back(
          issue(fmt::format("control {} was missed: {}", control.name, control.reason),
                "control/" + control.name, Standing::unexpected, nullptr, "leakproof"));
    }
    file_.changed();
  }

  void add(const Result& result) override {
    const Standing how = standing(result, info_);
    if (how == Standing::expected && result.known != KnownState::gone) return;
    const Trial& trial = result.trial;
    std::string description =
        fmt::format("{} {}: {}", name_of(trial), word(result, how), result.reason);
    if (!result.known_details.empty()) description += "; " + result.known_details;
    issues_.push_back(issue(
        description, fmt::format("{}/{}/{}", trial.client, trial.scenario.name, trial.plan.seed),
        how, leaking_line(result), trial.client));
    file_.changed();
  }

  void save() override { file_.save(); }
  void finish(std::span<const TrialAdvice>) override { file_.write(); }

 private:
  // `place` may be null; then the issue is in `instead`, because GitLab requires a path.
  Json issue(const std::string& description, const std::string& fingerprint, Standing how,
             const Place* place, const std::string& instead) const {
    const std::string path = place == nullptr ? instead : path_below(project_, place->file);
    const int line = place == nullptr || place->line < 1 ? 1 : place->line;
    return {{"description", printable(description)},
            {"check_name", "leakproof"},
            {"fingerprint", printable(fingerprint)},
            {"severity", severity(how)},
            {"location", {{"path", printable(path)}, {"lines", {{"begin", line}}}}}};
  }

  std::string text() const {
    std::string text = "[";
    for (const Json& issue : issues_) text += (text.size() > 1 ? ",\n" : "\n") + line_of(issue);
    return text + "\n]\n";
  }

  RunInfo info_;
  std::string project_;
  std::vector<Json> issues_{};
  WholeFile file_;  // last member: its destructor calls text()
};

}  // namespace

ReporterEntry codequality() {
  return {
      .name = "codequality",
      .summary = "a Code Quality report, which GitLab shows at the lines of a merge request",
      .open = [](const std::string& path, const RunInfo& info) -> std::unique_ptr<Reporter> {
        return std::make_unique<CodeQualityFile>(path, info);
      },
  };
}

}  // namespace leakproof::report
