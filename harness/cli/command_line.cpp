// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/pages.hpp"
#include "commands/compare.hpp"
#include "commands/controls.hpp"
#include "commands/explain.hpp"
#include "commands/list.hpp"
#include "commands/merge.hpp"
#include "commands/run.hpp"
#include "commands/serve.hpp"
#include "commands/torture.hpp"
#include "model/exit_code.hpp"
#include "model/usage_error.hpp"
#include "options/configuration.hpp"
#include "options/run_flags.hpp"
#include "text/text.hpp"

namespace leakproof::cli {
namespace {

constexpr auto examples = R"(
examples
  leakproof run                              every client against every scenario
  leakproof run scoped --on plain            one client, one scenario
  leakproof run --worker "python3 mine.py" --on plain,drop-mid-body
                                             a worker of your own, in any language
  leakproof run --on plain -- python3 mine.py {url}
                                             any program that makes requests in a loop; {url},
                                             or LEAKPROOF_URL in its environment, is where to
exit codes
  0 every trial clean (or as declared)   1 a leak   2 usage   3 no verdict)";

void add_compare_options(CLI::App& compare, CompareOptions& options) {
  compare.add_option("BASE.json", options.base, "what --json wrote before")->required();
  compare.add_option("NEW.json", options.now, "and what it wrote now")->required();
}

void add_merge_options(CLI::App& merge, MergeOptions& options) {
  merge
      .add_option("FILE", options.files,
                  "what --json wrote, of one run or shard each, or a folder of such files")
      ->required();
  merge.add_flag("--quiet", options.quiet, "say only what is not as it should be");
  add_report_options(merge, options.reports);
}

void add_torture_options(CLI::App& torture, TortureOptions& options) {
  torture.add_option("CLIENT", options.run.clients, "the client to torture");
  torture.add_option("--on", options.run.scenarios, "scenarios, separated by commas")
      ->delimiter(',')
      ->type_name("SCENARIO,...")
      ->default_str("plain");
  torture
      .add_option("--worker", options.run.worker,
                  "a command that speaks the worker protocol, in place of the bundled worker; "
                  "CLIENT, if any is named, becomes its last argument")
      ->type_name("COMMAND");
  torture.add_flag("--syscalls", options.system_calls,
                   "system calls fail in place of allocations: socket, connect, send, recv");
  torture.add_option("--fail-at", options.fail_at, "call number N alone")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000));
  torture.add_option("--in-a-row", options.in_a_row, "so many calls fail, from each on")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  torture.add_option("--max-calls", options.max_calls, "stop after so many")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  torture.add_option("--max-time", options.seconds, "stop after so long, for each scenario")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 1e6))
      ->capture_default_str();
  torture
      .add_option("--worker-timeout", options.run.worker_timeout_seconds,
                  "a fetch that takes longer hangs")
      ->type_name("SECONDS")
      ->check(CLI::Range(0.001, 86'400.0))
      ->capture_default_str();
}

// A client's leaked connections are open here too.
void raise_own_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// What is behind the first "--" is the program to try, not for us to understand.
std::vector<std::string> take_program(int& argc, char** argv) {
  char** const end = argv + argc;
  char** const mark = std::find(argv, end, std::string_view("--"));
  if (mark == end) return {};
  argc = static_cast<int>(mark - argv);
  if (mark + 1 == end) {
    throw UsageError("no program behind --. Give its command: leakproof run -- curl {url}");
  }
  return {mark + 1, end};
}

int put(const std::string& page) {
  fmt::print("{}", page);
  return exit_clean;
}

// Known even where the rest of the command line is not understood.
bool bisects(int argc, char** argv) {
  char** const program = std::find(argv, argv + argc, std::string_view("--"));
  return std::find(argv, program, std::string_view("--bisect")) != program;
}

int for_bisect(int code) {
  return code == exit_clean || code == exit_leak ? code : exit_skip_commit;
}

// CLI11 would only say that a subcommand is missing.
void suggest_subcommand(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return;
  std::vector<std::string_view> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  if (std::ranges::find(known, argv[1]) != known.end()) return;
  const std::string_view meant = closest(argv[1], known);
  throw UsageError(fmt::format("\"{}\" is not a command.{} (leakproof --help shows all)",
                               printable(argv[1]),
                               meant.empty() ? "" : fmt::format(" Did you mean \"{}\"?", meant)));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Says whether an HTTP client leaks: memory, descriptors, threads, connections.",
               "leakproof"};
  app.set_version_flag("--version", LEAKPROOF_VERSION);
  app.require_subcommand(1);
  app.footer(examples);

  RunOptions options;
  CLI::App& run = *app.add_subcommand("run", "try clients against scenarios and judge them");
  add_run_options(run, options);
  run.footer(examples);
  CLI::App& controls = *app.add_subcommand(
      "controls", "judge the planted leaks and the planted non-leak, and nothing else");
  add_seed_option(controls, options.seed);
  std::vector<std::string> served;
  CLI::App& serve = *app.add_subcommand("serve", "run the server alone, for a browser or curl");
  serve.add_option("SCENARIO", served, "scenarios or groups of them (default: basic)");
  TortureOptions torture_options;
  CLI::App& torture = *app.add_subcommand(
      "torture", "fail each allocation of a fetch in turn: crashes, hangs and lost blocks");
  add_torture_options(torture, torture_options);
  const CLI::App& init =
      *app.add_subcommand("init", "write a leakproof.toml that says what can be in it");
  std::string shell;
  CLI::App& completes = *app.add_subcommand("completion", "print the completion of a shell");
  completes.add_option("SHELL", shell, "bash or zsh")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh"}));
  const CLI::App& manual = *app.add_subcommand("man", "print the manual page, for man -l -");
  CompareOptions compare_options;
  CLI::App& compare =
      *app.add_subcommand("compare", "say what got worse or better between two runs");
  add_compare_options(compare, compare_options);
  MergeOptions merge_options;
  CLI::App& merge = *app.add_subcommand("merge", "report the results of several runs as one");
  add_merge_options(merge, merge_options);
  ExplainOptions explained;
  CLI::App& explain = *app.add_subcommand(
      "explain", "show again what a run found out about its leaks, with whole stacks");
  explain.add_option("RESULTS.json", explained.file, "what leakproof run --json wrote")->required();
  explain.add_option("TRIAL", explained.trial,
                     "\"CLIENT/SCENARIO\", or CLIENT (default: every trial that leaks)");
  CLI::App& list = *app.add_subcommand("list", "show clients, scenarios and resources");
  bool lists_trials = false;
  CLI::Option* const trials_flag = list.add_flag(
      "--trials", lists_trials, "show what leakproof run would try, told the same, and its shards");
  add_plan_options(list, options);
  for (CLI::Option* const option : list.get_options()) {
    if (option != trials_flag && option != list.get_help_ptr()) option->needs(trials_flag);
  }

  // Wrong at every commit: git bisect is to stop, not to take each for a bad one.
  const int usage = bisects(argc, argv) ? exit_stop_bisecting : exit_usage;
  try {
    options.program = take_program(argc, argv);
    suggest_subcommand(app, argc, argv);
    app.parse(argc, argv);
    if (init) return init_command();
    if (completes) return put(completion(app, shell));
    if (manual) return put(manual_page(app));
    if (!options.program.empty() && !run) {
      throw UsageError("a program behind -- is for leakproof run");
    }
    if (run || lists_trials) configure(run ? run : list, run, options, options.configuration);
    for (auto* const reports : {&options.reports, &merge_options.reports}) {
      std::erase_if(*reports, [](const auto& report) { return report.second.empty(); });
    }
    raise_own_descriptor_limit();
    if (list) return lists_trials ? list_trials_command(options) : list_command();
    if (serve) return serve_command(served);
    if (explain) return explain_command(explained);
    if (torture) return torture_command(torture_options);
    if (compare) return compare_command(compare_options);
    if (merge) return merge_command(merge_options);
    if (controls) return controls_command(options);
    return options.bisect ? for_bisect(run_command(options)) : run_command(options);
  } catch (const CLI::Success& wish) {  // --help, --version
    return app.exit(wish);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "leakproof: {}\nRun with --help to see what is possible.\n", error.what());
    return usage;
  } catch (const WorkerMissing& error) {
    fmt::print(stderr, "leakproof: {}\n", error.what());
    return options.bisect ? exit_skip_commit : exit_usage;
  } catch (const UsageError& error) {
    fmt::print(stderr, "leakproof: {}\n", error.what());
    return usage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "leakproof: {}\n", error.what());
    return options.bisect ? exit_skip_commit : exit_no_verdict;
  }
}

}  // namespace leakproof::cli
