// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/help.hpp"
#include "cli/version.hpp"
#include "commands/catalogue.hpp"
#include "model/exit_code.hpp"
#include "model/sort_stably.hpp"
#include "model/usage_error.hpp"
#include "options/checks.hpp"
#include "posix/family.hpp"
#include "posix/standard_descriptors.hpp"
#include "text/complain.hpp"
#include "text/printable.hpp"
#include "text/suggestion.hpp"

namespace leakproof::cli {
namespace {

using commands::CommandEntry;
using commands::Invocation;

constexpr std::string_view exit_codes =
    "Exit codes:\n"
    "  0  every trial is clean, or as expected with --expect\n"
    "  1  a leak; with --expect: clean where a leak was expected, or a leak where clean was\n"
    "  2  wrong arguments or a wrong configuration file; nothing was run\n"
    "  3  no verdict: a trial broke or stayed inconclusive, a control was missed, or what was\n"
    "     found could not be written to its end\n"
    " 77  every trial was skipped, because a worker lacks a package\n";

// The headings of commands::Group.
constexpr std::array headings{"Test clients", "Read results", "Explore", "Set up"};

// A client's leaked connections are open here too.
void raise_own_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// Takes the words behind the first "--" off the command line: they are the program to
// test, with options of its own.
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

// Known even where the rest of the command line cannot be parsed.
bool bisects(int argc, char** argv) {
  char** const program = std::find(argv, argv + argc, std::string_view("--"));
  return std::find(argv, program, std::string_view("--bisect")) != program;
}

// A command line that is wrong is wrong at every commit: git bisect must stop, and not
// take each of them for a bad one.
int for_bisect(int code) {
  if (code == exit_usage) return exit_stop_bisecting;
  return code == exit_clean || code == exit_leak ? code : exit_skip_commit;
}

// CLI11 would only say that a subcommand is missing.
void require_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2) throw UsageError("no command was given (leakproof --help shows all)");
  if (argv[1][0] == '-') {
    if (app.get_option_no_throw(argv[1]) != nullptr) return;
    throw UsageError(
        fmt::format("\"{}\" is not an option of leakproof, and no command was given "
                    "(leakproof --help shows all)",
                    printable(argv[1])));
  }
  std::vector<std::string_view> known;
  for (const CommandEntry& entry : commands::catalogue()) known.push_back(entry.name);
  if (std::ranges::find(known, argv[1]) != known.end()) return;
  const std::string_view meant = closest(argv[1], known);
  throw UsageError(fmt::format("\"{}\" is not a command.{} (leakproof --help shows all)",
                               printable(argv[1]),
                               meant.empty() ? "" : fmt::format(" Did you mean \"{}\"?", meant)));
}

std::string footer(const CommandEntry& entry, std::string_view more) {
  std::string text = entry.examples.empty() ? "" : "Examples:\n";
  for (const auto& [call, meaning] : entry.examples) {
    text += fmt::format("  {}\n      {}\n", call, meaning);
  }
  return text + fmt::format("{}{}", text.empty() || more.empty() ? "" : "\n", more);
}

struct Command {
  CommandEntry entry;
  CLI::App& app;
  commands::Action run;
};

std::vector<Command> add_commands(CLI::App& app, Invocation& invocation) {
  const auto known = commands::catalogue();
  std::vector<CommandEntry> entries(known.begin(), known.end());
  sort_stably(entries, {}, &CommandEntry::group);
  std::vector<Command> result;
  for (const CommandEntry& entry : entries) {
    CLI::App& command = *app.add_subcommand(std::string(entry.name), std::string(entry.summary));
    command.group(headings.at(static_cast<std::size_t>(entry.group)));
    command.footer(footer(entry, entry.name == "run" ? exit_codes : ""));
    command.set_help_flag("-h,--help", "print this help");
    command.option_defaults()->group("Options");
    result.push_back({entry, command, entry.add(command, invocation)});
    refuse_empty_values(command);
  }
  return result;
}

int parse_and_run(CLI::App& app, Invocation& invocation, int argc, char** argv) {
  const std::vector<Command> known = add_commands(app, invocation);
  invocation.program = take_program(argc, argv);
  require_command(app, argc, argv);
  app.parse(argc, argv);
  const auto chosen =
      std::ranges::find_if(known, [](const Command& command) { return command.app.parsed(); });
  if (!invocation.program.empty() && !chosen->entry.takes_program) {
    throw UsageError("only leakproof run and leakproof torture take a program behind --");
  }
  raise_own_descriptor_limit();
  const Guardian guardian;
  return chosen->run();
}

int exit_code(CLI::App& app, Invocation& invocation, int argc, char** argv) {
  try {
    return parse_and_run(app, invocation, argc, argv);
  } catch (const CLI::Success& wish) {  // --help, --version
    return app.exit(wish);
  } catch (const CLI::ParseError& error) {
    complain(fmt::format("{}\nRun with --help for a list of options.", error.what()));
    return exit_usage;
  } catch (const WorkerMissing& error) {
    complain(error.what());
    return invocation.bisects ? exit_skip_commit : exit_usage;
  } catch (const UsageError& error) {
    complain(error.what());
    return exit_usage;
  } catch (const std::exception& error) {
    complain(error.what());
    return exit_no_verdict;
  }
}

// The exit code, unless what was printed is lost, as on a full disk.
int written(int code) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  const int error = errno;
  complain(fmt::format("not all could be written to standard output{}{}", error == 0 ? "" : ": ",
                       error == 0 ? "" : std::strerror(error)));
  return code == exit_usage ? code : exit_no_verdict;
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_descriptors();
  ::signal(SIGXFSZ, SIG_IGN);  // beyond `ulimit -f`, a write fails instead of killing
  CLI::App app{
      "Test whether an HTTP client leaks memory, file descriptors, threads or connections.",
      "leakproof"};
  app.formatter(help_formatter());
  app.set_help_flag("-h,--help", "print this help");
  app.set_version_flag("--version", version_text, "print the version, and what can be used here");
  app.require_subcommand(1);
  const auto known = commands::catalogue();
  app.footer(footer(*std::ranges::find(known, "run", &CommandEntry::name), exit_codes));
  Invocation invocation{.app = app, .bisects = bisects(argc, argv)};
  const int code = written(exit_code(app, invocation, argc, argv));
  return invocation.bisects ? for_bisect(code) : code;
}

}  // namespace leakproof::cli
