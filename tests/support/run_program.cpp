// SPDX-License-Identifier: MIT
#include "support/run_program.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace leakproof::testing {
namespace {

constexpr int a_minute = 60'000;  // for poll; only a hanging program takes that long

// Returns false at the end of the stream.
bool read_some(int from, std::string& into) {
  std::array<char, 4096> piece{};
  const ssize_t got = ::read(from, piece.data(), piece.size());
  if (got > 0) into.append(piece.data(), static_cast<std::size_t>(got));
  return got > 0;
}

}  // namespace

std::vector<std::string> environment_with(std::vector<std::string> variables) {
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const bool is_ci = text.starts_with("GITHUB_ACTIONS=") || text.starts_with("GITLAB_CI=");
    if (!is_ci) variables.emplace_back(text);
  }
  return variables;
}

std::string read_until(int stream, std::string_view words) {
  std::string text;
  pollfd more{stream, POLLIN, 0};
  while (text.find(words) == text.npos && ::poll(&more, 1, a_minute) == 1 &&
         read_some(stream, text)) {
  }
  return text;
}

int exit_code_of(Process& process) {
  pollfd end{process.exit_event(), POLLIN, 0};
  ::poll(&end, 1, a_minute);
  return process.exit_code().value_or(-1);
}

Ended run_program(std::vector<std::string> words, std::vector<std::string> variables) {
  Process process(
      {.words = std::move(words), .environment = environment_with(std::move(variables))});
  process.close_input();
  Ended ended;
  std::array<pollfd, 2> open{{{process.output(), POLLIN, 0}, {process.errors(), POLLIN, 0}}};
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    ::poll(open.data(), open.size(), -1);
    if (open[0].revents != 0 && !read_some(open[0].fd, ended.output)) open[0].fd = -1;
    if (open[1].revents != 0 && !read_some(open[1].fd, ended.errors)) open[1].fd = -1;
  }
  ended.exit_code = exit_code_of(process);
  return ended;
}

}  // namespace leakproof::testing
