// SPDX-License-Identifier: MIT
#include "base/processes.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/proc_file.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

// Entries of a folder of /proc whose names are numbers.
std::vector<pid_t> numbered(const std::string& folder) {
  std::vector<pid_t> numbers;
  std::error_code gone;
  for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end;
       entry.increment(gone)) {
    const std::string name = entry->path().filename();
    pid_t number = 0;
    const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && *rest == '\0') numbers.push_back(number);
  }
  return numbers;
}

// "socket:[123456]", as a descriptor's link reads. /proc/net/tcp has a socket a
// line: number, local address, remote address, …, its inode the tenth word.
std::optional<std::string> socket_link(const char* table, int port, int peer_port) {
  std::ifstream lines(table);
  const std::string local = fmt::format(":{:04X}", port);
  const std::string remote = fmt::format(":{:04X}", peer_port);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::array<std::string, 10> word;
    for (std::string& next : word) words >> next;
    if (word[1].ends_with(local) && word[2].ends_with(remote)) {
      return fmt::format("socket:[{}]", word[9]);
    }
  }
  return std::nullopt;
}

bool holds(pid_t pid, const std::string& link) {
  const std::string folder = fmt::format("/proc/{}/fd", pid);
  return std::ranges::any_of(numbered(folder), [&](int descriptor) {
    std::error_code gone;
    return fs::read_symlink(fmt::format("{}/{}", folder, descriptor), gone) == link;
  });
}

}  // namespace

std::vector<pid_t> all_processes() { return numbered("/proc"); }

bool started_with(pid_t pid, std::string_view variable) {
  ProcFile environment(pid, "environ");
  const auto text = environment.read();
  if (!text) return false;
  const std::string found = '\0' + std::string(variable) + '\0';
  return ('\0' + std::string(*text)).find(found) != std::string::npos;
}

std::optional<pid_t> owner_of_connection(int port, int peer_port, std::span<const pid_t> among) {
  // A client may speak IPv4 through a socket of IPv6's family.
  for (const char* const table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    const auto link = socket_link(table, port, peer_port);
    if (!link) continue;
    const auto owner = std::ranges::find_if(among, [&](pid_t pid) { return holds(pid, *link); });
    if (owner != among.end()) return *owner;
  }
  return std::nullopt;
}

bool is_asleep(pid_t pid) {
  const std::string folder = fmt::format("/proc/{}/task", pid);
  return std::ranges::none_of(numbered(folder), [&](pid_t thread) {
    ProcFile stat(pid, fmt::format("task/{}/stat", thread));
    const auto text = stat.read();
    if (!text) return false;
    const std::size_t state = text->rfind(')') + 2;  // a name may hold anything
    return state < text->size() && (*text)[state] == 'R';
  });
}

std::string command_line(pid_t pid) {
  ProcFile file(pid, "cmdline");
  std::string text(file.read().value_or(""));
  while (text.ends_with('\0')) text.pop_back();
  std::ranges::replace(text, '\0', ' ');
  return text;
}

}  // namespace leakproof
