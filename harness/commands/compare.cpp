// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "commands/command.hpp"
#include "compare/compare.hpp"
#include "model/exit_code.hpp"
#include "report/read_run.hpp"
#include "text/printable.hpp"

namespace leakproof::commands {
namespace {

struct CompareOptions {
  std::string base{};
  std::string now{};
};

std::string_view heading(Change::Kind kind) {
  switch (kind) {
    case Change::Kind::worse:
      return "worse";
    case Change::Kind::lost:
      return "verdict lost";
    case Change::Kind::better:
      return "better";
    case Change::Kind::added:
      return "new";
    case Change::Kind::gone:
      break;
  }
  return "gone";
}

void show_changes(const std::vector<Change>& changes) {
  std::size_t width = 0;
  for (const Change& change : changes) {
    width = std::max(width, change.client.size() + change.scenario.size());
  }
  std::string_view above;
  for (const Change& change : changes) {
    if (heading(change.kind) != above) fmt::print("{}\n", above = heading(change.kind));
    const std::string name =
        fmt::format("{} × {}", printable(change.client), printable(change.scenario));
    fmt::print("  {:<{}}  {}\n", name, width + 3, change.what);
  }
}

// Exit code 1 if anything got worse, 3 if a verdict was lost or a file is incomplete.
int compare_runs(const CompareOptions& files) {
  const report::ResultsFile base = read_run(files.base);
  const report::ResultsFile now = read_run(files.now);
  // Growth depends only on the client; peaks and rulings can also depend on the machine.
  if (base.machine.architecture != now.machine.architecture ||
      base.machine.c_library != now.machine.c_library) {
    fmt::print("the machines differ: {}, {} and {}, {}\n", printable(base.machine.architecture),
               printable(base.machine.c_library), printable(now.machine.architecture),
               printable(now.machine.c_library));
  }
  const std::vector<Change> changes = leakproof::compare(base.results, now.results);
  const auto any = [&](Change::Kind kind) {
    return std::ranges::find(changes, kind, &Change::kind) != changes.end();
  };
  show_changes(changes);
  const bool judged =
      any(Change::Kind::worse) || any(Change::Kind::lost) || any(Change::Kind::better);
  const auto in_both = static_cast<std::ptrdiff_t>(now.results.size()) -
                       std::ranges::count(changes, Change::Kind::added, &Change::kind);
  if (!judged && in_both > 0) {
    fmt::print("no change in {} trial{}\n", in_both, in_both == 1 ? "" : "s");
  }
  if (any(Change::Kind::worse)) return exit_leak;
  const bool is_whole = base.damage.empty() && now.damage.empty() && now.finished;
  return any(Change::Kind::lost) || !is_whole ? exit_no_verdict : exit_clean;
}

}  // namespace

CommandEntry compare() {
  return {.name = "compare",
          .summary = "show what got worse or better between two runs",
          .examples = {{"leakproof compare before.json now.json",
                        "compare two files that leakproof run --json wrote"}},
          .group = Group::read,
          .add = [](CLI::App& command, Invocation&) -> Action {
            const auto options = std::make_shared<CompareOptions>();
            command.add_option("BASE.json", options->base, "results of the earlier run (--json)")
                ->required();
            command.add_option("NEW.json", options->now, "results of the later run (--json)")
                ->required();
            return [options] { return compare_runs(*options); };
          }};
}

}  // namespace leakproof::commands
