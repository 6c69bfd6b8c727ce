// SPDX-License-Identifier: MIT
#include "report/open_reports.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "model/reporter.hpp"
#include "model/run_info.hpp"
#include "model/usage_error.hpp"
#include "report/catalogue.hpp"
#include "report/console.hpp"
#include "report/github.hpp"
#include "text/complain.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// COLUMNS takes precedence, because users set it for output to files and pipes.
std::size_t width_of_output() {
  const std::string_view said = environment("COLUMNS");
  std::size_t width = 0;
  std::from_chars(said.data(), said.data() + said.size(), width);
  if (width > 0) return width;
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

report::ConsoleStyle console_style(bool quiet) {
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  return {.colour = terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb",
          .live = terminal && environment("TERM") != "dumb",
          .quiet = quiet,
          .width = width_of_output()};
}

// Two reports in one file would overwrite each other.
void refuse_shared_paths(const std::map<std::string, std::string>& files) {
  std::set<std::filesystem::path> paths;
  for (const auto& [format, path] : files) {
    std::error_code ignored;
    const auto file =
        std::filesystem::weakly_canonical(std::filesystem::absolute(path, ignored), ignored);
    if (ignored || path.starts_with("/dev/") || paths.insert(file).second) continue;
    throw UsageError(
        fmt::format("--{}: {} is already the file of another report", format, printable(path)));
  }
}

std::string_view ci_format(const ReportOptions& options) {
  if (options.ci_format != "auto") return options.ci_format;
  if (environment("GITHUB_ACTIONS") == "true") return "github";
  return environment("GITLAB_CI") == "true" ? "gitlab" : "none";
}

// Where a job of GitLab expects it by convention.
std::string code_quality_file() {
  const std::string project(environment("CI_PROJECT_DIR"));
  return (project.empty() ? "" : project + "/") + "gl-code-quality-report.json";
}

}  // namespace

void open_reports(Reporters& reporters, const ReportOptions& options, const RunInfo& info) {
  std::map<std::string, std::string> files = options.files;
  const std::string_view service = ci_format(options);
  if (service == "gitlab") files.try_emplace("codequality", code_quality_file());
  refuse_shared_paths(files);
  for (const ReporterEntry& format : report::catalogue()) {
    const auto wanted = files.find(std::string(format.name));
    if (wanted == files.end()) continue;
    try {
      reporters.add(format.open(wanted->second, info));
    } catch (const std::runtime_error& error) {
      if (!options.files.contains(wanted->first) && options.ci_format == "auto") {
        complain(error.what());  // nobody asked for it
        continue;
      }
      throw UsageError(fmt::format("--{}: {}", format.name, error.what()));
    }
  }
  reporters.add(std::make_unique<report::Console>(stdout, console_style(options.quiet), info));
  if (service == "github") {
    reporters.add(std::make_unique<report::GitHubAnnotations>(
        stdout, info, std::string(environment("GITHUB_WORKSPACE"))));
  }
}

}  // namespace leakproof
