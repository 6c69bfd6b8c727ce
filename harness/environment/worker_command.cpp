// SPDX-License-Identifier: MIT
#include "environment/worker_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "environment/programs.hpp"
#include "environment/worker_list.hpp"
#include "model/usage_error.hpp"
#include "text/printable.hpp"
#include "text/shell.hpp"

namespace leakproof {
namespace {

using Kind = WorkerCommand::Kind;

void require_program(const std::string& program, std::string_view role) {
  if (!found_on_path(program).empty()) return;
  throw WorkerMissing(
      fmt::format("{} \"{}\" is not a program that can be started", role, printable(program)));
}

// The name of the script if the program is an interpreter that runs one.
std::string name_of(const std::vector<std::string>& words) {
  const auto is_script = [](const std::string& word) {
    std::error_code ignored;
    return std::filesystem::is_regular_file(word, ignored);
  };
  const auto script = std::find_if(words.begin() + 1, words.end(), is_script);
  const std::string& word = script != words.end() ? *script : words.front();
  return printable(word.substr(word.rfind('/') + 1));
}

}  // namespace

std::vector<std::string> words_of_worker(const std::string& command) {
  if (command.empty()) return {bundled_worker()};
  try {
    std::vector<std::string> words = split_command(command);
    require_program(words.front(), "worker");
    return words;
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("worker \"{}\": {}", printable(command), error.what()));
  }
}

WorkerCommand worker_command(const TrialOptions& options) {
  WorkerCommand command{.concurrency = options.concurrency,
                        .has_agents = options.agents,
                        .answer_timeout = answer_timeout(options.worker_timeout_seconds),
                        .stretches_answer_timeout = options.worker_timeout_seconds ==
                                                    TrialOptions{}.worker_timeout_seconds};
  if (!options.program.empty()) {
    require_program(options.program.front(), "program");
    command.words = options.program;
    command.kind = options.test.empty() ? Kind::program : Kind::test;
    command.test = options.test;
    return command;
  }
  command.words = words_of_worker(options.worker);
  const bool has_names =
      options.worker.empty() || options.uses_declarations() || !options.clients.empty();
  command.kind = has_names ? Kind::named_clients : Kind::one_client;
  return command;
}

// Only the bundled worker is always started with --list. Another worker may not support it,
// and is assumed to have the clients that the user names.
std::vector<ListedClient> known_clients(const TrialOptions& options, const WorkerCommand& command) {
  if (command.kind == Kind::test) return {{.name = printable(command.test)}};
  if (command.kind != Kind::named_clients) return {{.name = name_of(command.words)}};
  if (options.worker.empty()) return list_clients(command.words);
  if (options.uses_declarations()) {
    try {
      return list_clients(command.words);
    } catch (const std::runtime_error& error) {
      throw WorkerMissing(
          fmt::format("the worker does not list what its clients declare. {}", error.what()));
    }
  }
  std::vector<ListedClient> clients;
  for (const std::string& name : options.clients) clients.push_back({.name = name});
  return clients;
}

}  // namespace leakproof
