// SPDX-License-Identifier: MIT
#include "environment/subjects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "environment/programs.hpp"
#include "model/client_usage.hpp"
#include "model/listed_client.hpp"
#include "model/usage_error.hpp"
#include "text/printable.hpp"
#include "text/shell.hpp"

namespace leakproof {
namespace {

void require_program(const std::string& program, std::string_view option) {
  if (!found_on_path(program).empty()) return;
  throw WorkerMissing(
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

}  // namespace

Subjects subjects_of(const RunOptions& options) {
  Subjects subjects{.words = {bundled_worker()},
                    .concurrency = options.concurrency,
                    .has_agents = options.agents,
                    .answer_timeout = answer_timeout(options.worker_timeout_seconds)};
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
    if (options.client_usage != ClientUsage{}) {
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

// A worker of the user's holds whatever they say it holds, unless it is asked
// what it declares; without a name, it goes by its program's.
std::vector<ListedClient> known_clients(const RunOptions& options, const Subjects& subjects) {
  if (subjects.are != Subjects::clients_of_a_worker) return {{.name = name_of(subjects.words)}};
  if (options.worker.empty()) return list_clients(subjects.words);
  if (asks_worker(options)) {
    try {
      return list_clients(subjects.words);
    } catch (const std::runtime_error& error) {
      throw WorkerMissing(
          fmt::format("--expect declared: the worker does not say what its clients "
                      "declare. {}",
                      error.what()));
    }
  }
  std::vector<ListedClient> clients;
  for (const std::string& name : options.clients) clients.push_back({.name = name});
  return clients;
}

}  // namespace leakproof
