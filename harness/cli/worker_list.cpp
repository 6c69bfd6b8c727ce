// SPDX-License-Identifier: MIT
#include "cli/worker_list.hpp"

#include <unistd.h>

#include <array>
#include <optional>
#include <stdexcept>

#include "base/process.hpp"
#include "base/text.hpp"

namespace leakproof::cli {
namespace {

constexpr std::size_t longest_list = 64 << 10;

std::string output_of(const std::string& program, const std::string& argument) {
  Command command{.words = {program, argument}};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    command.environment.emplace_back(*variable);
  }
  const Process process(command);
  std::string text;
  std::array<char, 4096> piece{};
  while (text.size() < longest_list) {
    const ssize_t got = ::read(process.output(), piece.data(), piece.size());
    if (got <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

std::optional<Expectation> expectation(std::string_view word) {
  if (word == "clean") return Expectation::clean;
  if (word == "leaks") return Expectation::leaks;
  if (word == "leaks-with-body") return Expectation::leaks_with_body;
  if (word == "leaks-on-failure") return Expectation::leaks_on_failure;
  return std::nullopt;
}

// Takes up to `end` off the text, and the end with it.
std::string_view take(std::string_view& text, char end) {
  const std::string_view piece = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), piece.size() + 1));
  return piece;
}

}  // namespace

std::vector<ListedClient> list_clients(const std::string& worker) {
  const std::string output = output_of(worker, "--list");
  std::vector<ListedClient> clients;
  for (std::string_view rest = output; !rest.empty();) {
    std::string_view line = take(rest, '\n');
    const std::string_view name = take(line, '\t');
    const auto expect = expectation(take(line, '\t'));
    if (name.empty() || !expect) {
      throw std::runtime_error(worker + " --list: not a list of clients: " +
                               printable(output.substr(0, 80)));
    }
    clients.push_back({printable(name), *expect, printable(line)});
  }
  if (clients.empty()) throw std::runtime_error(worker + " --list names no client");
  return clients;
}

}  // namespace leakproof::cli
