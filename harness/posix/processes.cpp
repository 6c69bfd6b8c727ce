// SPDX-License-Identifier: MIT
#include "posix/processes.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>

#include "posix/proc_file.hpp"
#include "posix/socket_table.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

// The numeric entries of a directory in /proc.
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
  const auto socket = tcp_socket_between(port, peer_port);
  if (!socket || socket->inode == 0) return std::nullopt;
  const std::string link = fmt::format("socket:[{}]", socket->inode);
  const auto owner = std::ranges::find_if(among, [&](pid_t pid) { return holds(pid, link); });
  return owner != among.end() ? std::optional(*owner) : std::nullopt;
}

bool may_list_descriptors(pid_t pid) {
  std::error_code error;
  const fs::directory_iterator folder(fmt::format("/proc/{}/fd", pid), error);
  return error != std::errc::permission_denied;
}

void raise_descriptor_limit(pid_t pid) {
  rlimit limit{};
  if (::prlimit(pid, RLIMIT_NOFILE, nullptr, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::prlimit(pid, RLIMIT_NOFILE, &limit, nullptr);
}

bool is_asleep(pid_t pid) {
  const std::string folder = fmt::format("/proc/{}/task", pid);
  return std::ranges::none_of(numbered(folder), [&](pid_t thread) {
    ProcFile stat(pid, fmt::format("task/{}/stat", thread));
    const auto text = stat.read();
    if (!text) return false;
    const std::size_t state = text->rfind(')') + 2;  // the name may contain any character
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
