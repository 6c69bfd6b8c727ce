// SPDX-License-Identifier: MIT
#include "cli/run_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "base/interrupt.hpp"
#include "base/text.hpp"
#include "cli/command_line.hpp"
#include "cli/controls.hpp"
#include "cli/local_bench.hpp"
#include "cli/open_reports.hpp"
#include "cli/programs.hpp"
#include "cli/reporters.hpp"
#include "cli/selection.hpp"
#include "measure/catalogue.hpp"

namespace leakproof::cli {
namespace {

void require_program(const std::string& program, std::string_view option) {
  if (!found_on_path(program).empty()) return;
  throw UsageError(
      fmt::format("{}: \"{}\" is not a program that can be started", option, printable(program)));
}

std::vector<server::VerbatimReply> replies_of(const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path, ignored))
    throw UsageError(fmt::format("--reply: cannot read {}", printable(path)));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  try {
    return server::parse_replies(text);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("--reply: {}: {}", printable(path), error.what()));
  }
}

server::Upstream upstream_of(const std::string& url) {
  try {
    server::Upstream upstream = server::parse_upstream(url);
    if (server::can_connect(upstream)) return upstream;
    throw std::invalid_argument("nobody listens at " + upstream.authority());
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("--upstream: {}: {}", printable(url), printable(error.what())));
  }
}

// What each client declares.
bool asks_worker(const RunOptions& options) { return options.declared && !options.expect; }

Subjects subjects_of(const RunOptions& options) {
  Subjects subjects{.words = {bundled_worker()},
                    .concurrency = options.concurrency,
                    .has_agents = options.agents,
                    .answer_timeout = answer_timeout(options)};
  const int own_scenarios =
      (options.reply_file.empty() ? 0 : 1) + (options.upstream.empty() ? 0 : 1);
  if (own_scenarios > 0 &&
      (!options.scenarios.empty() || asks_worker(options) || own_scenarios > 1)) {
    throw UsageError(
        "--reply and --upstream each are a scenario of your own: give one of them, "
        "and leave out --on and --expect declared");
  }
  if (!options.reply_file.empty()) subjects.replies = replies_of(options.reply_file);
  if (!options.upstream.empty()) subjects.upstream = upstream_of(options.upstream);
  if (!options.program.empty()) {
    if (!options.worker.empty() || !options.clients.empty() || asks_worker(options)) {
      throw UsageError(
          "a program behind -- is the only client of its run, and declares nothing: "
          "leave out CLIENT, --worker and --expect declared");
    }
    require_program(options.program.front(), "--");
    subjects.words = options.program;
    subjects.are = Subjects::programs;
    if (options.circumstances != Circumstances{}) {
      throw UsageError(
          "--threads, --thread-each, --cancel, --timeout and --lifetime are for clients that are "
          "told so: a program behind -- is used as it is");
    }
  } else if (options.concurrency > 0) {
    throw UsageError("--concurrency is of a program behind --: a worker makes one fetch at a time");
  } else if (!options.worker.empty()) {
    try {
      subjects.words = split_command(options.worker);
    } catch (const std::invalid_argument& error) {
      throw UsageError(fmt::format("--worker: {}", error.what()));
    }
    require_program(subjects.words.front(), "--worker");
    const bool has_names = asks_worker(options) || !options.clients.empty();
    subjects.are = has_names ? Subjects::clients_of_a_worker : Subjects::worker;
  }
  return subjects;
}

// What a command goes by: its script, where an interpreter runs one.
std::string name_of(const std::vector<std::string>& words) {
  const auto is_script = [](const std::string& word) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(word, ignored);
  };
  const auto script = std::find_if(words.begin() + 1, words.end(), is_script);
  const std::string& word = script != words.end() ? *script : words.front();
  return printable(word.substr(word.rfind('/') + 1));
}

// A worker of the user's holds whatever they say it holds, unless it is asked
// what it declares; without a name, it goes by its program's.
std::vector<ListedClient> known_clients(const RunOptions& options, const Subjects& subjects) {
  if (subjects.are != Subjects::clients_of_a_worker) return {{.name = name_of(subjects.words)}};
  if (options.worker.empty()) return list_clients(subjects.words);
  if (asks_worker(options)) {
    try {
      return list_clients(subjects.words);
    } catch (const std::runtime_error& error) {
      throw UsageError(
          fmt::format("--expect declared: the worker does not say what its clients "
                      "declare. {}",
                      error.what()));
    }
  }
  std::vector<ListedClient> clients;
  for (const std::string& name : options.clients) clients.push_back({.name = name});
  return clients;
}

// They are the clock of a program.
void require_requests(const std::vector<Trial>& trials) {
  for (const Trial& trial : trials) {
    if (trial.scenario.requests_per_fetch > 0 && trial.scenario.group != "http2") continue;
    throw UsageError(
        fmt::format("on {} no request comes straight from the client, by which a program behind -- "
                    "could be paced. Try it with a worker, or on others",
                    trial.scenario.name));
  }
}

// The controls are judged beside the first trials: nothing is reported of these before
// it is known what the controls came to.
class AfterControls final : public Observer {
 public:
  AfterControls(const RunOptions& options, int jobs, const Interrupt& interrupt,
                Reporters& reporters)
      : reporters_(reporters) {
    if (!options.controls) return;
    const auto judge = [&options, jobs, &interrupt] {
      return run_controls(options, jobs, interrupt);
    };
    if (jobs > 1) {
      controls_ = std::async(std::launch::async, judge);
    } else {
      reporters.controls(judge());
    }
  }

  void started(const Trial& trial) override { reporters_.started(trial); }

  void finished(const Result& result) override {
    report_controls();
    reporters_.finished(result);
  }

  /// Throws Interrupted.
  void report_controls() {
    if (controls_.valid()) reporters_.controls(controls_.get());
  }

 private:
  Reporters& reporters_;
  std::future<std::vector<Control>> controls_{};
};

}  // namespace

int run_command(const RunOptions& options) {
  const Subjects subjects = subjects_of(options);
  const std::vector<Trial> trials = select_trials(options, known_clients(options, subjects));
  if (subjects.are == Subjects::programs) require_requests(trials);
  const int jobs = options.jobs > 0
                       ? options.jobs
                       : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const RunInfo info{.version = LEAKPROOF_VERSION,
                     .seed = options.seed,
                     .jobs = jobs,
                     .declared = options.declared,
                     .trials = trials.size()};
  Reporters reporters(info);
  open_reports(reporters, options.reports, options.quiet, info);

  const Interrupt interrupt;
  LocalBench bench(subjects, interrupt);
  try {
    AfterControls after_controls(options, jobs, interrupt, reporters);
    run_all(trials, jobs, bench, probes::catalogue(), after_controls);
    after_controls.report_controls();
  } catch (const Interrupted&) {
    // Whatever ended before is reported.
  }
  reporters.finish();
  return reporters.exit_code();
}

}  // namespace leakproof::cli
