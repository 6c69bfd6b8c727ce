// SPDX-License-Identifier: MIT
#include "environment/worker_list.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <stdexcept>

#include <leakproof/client.hpp>

#include "posix/process.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

constexpr std::size_t longest_list = 64 << 10;

// A worker that does not support --list may wait for orders: its input is closed
// immediately, and after this time it is killed.
constexpr int patience_milliseconds = 30'000;

std::string output_of(std::vector<std::string> words) {
  Command command{.words = std::move(words)};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    command.environment.emplace_back(*variable);
  }
  Process process(command);
  process.close_input();
  std::string text;
  std::array<char, 4096> piece{};
  pollfd more{.fd = process.output(), .events = POLLIN, .revents = 0};
  while (text.size() < longest_list && ::poll(&more, 1, patience_milliseconds) == 1) {
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

// Removes the text up to `end`, and `end` itself; returns the text without it.
std::string_view take(std::string_view& text, char end) {
  const std::string_view piece = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), piece.size() + 1));
  return piece;
}

}  // namespace

std::vector<ListedClient> list_clients(std::vector<std::string> worker) {
  worker.emplace_back("--list");
  const std::string command = printable(fmt::format("{}", fmt::join(worker, " ")));
  const std::string output = output_of(std::move(worker));
  std::vector<ListedClient> clients;
  for (std::string_view rest = output; !rest.empty();) {
    std::string_view line = take(rest, '\n');
    const std::string_view name = take(line, '\t');
    std::string_view declared = take(line, '\t');
    const auto expect = expectation(take(declared, '+'));
    if (name.empty() || !expect) {
      throw std::runtime_error(fmt::format("{}: \"{}\" is not a list of clients", command,
                                           printable(output.substr(0, 80))));
    }
    const std::string_view about = take(line, '\t');
    const bool compared = line != "by-name";
    clients.push_back({printable(name), *expect, printable(declared), printable(about), compared});
  }
  if (clients.empty()) throw std::runtime_error(command + " names no client");
  return clients;
}

}  // namespace leakproof
