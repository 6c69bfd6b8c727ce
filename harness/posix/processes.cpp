// SPDX-License-Identifier: MIT
#include "posix/processes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>

#include "posix/descriptor_folder.hpp"
#include "posix/proc_file.hpp"

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

bool is_socket(pid_t pid, int descriptor, std::uint32_t inode) {
  std::array<char, 32> target{};
  const ssize_t length = ::readlink(fmt::format("/proc/{}/fd/{}", pid, descriptor).c_str(),
                                    target.data(), target.size());
  return length > 0 && std::string_view(target.data(), static_cast<std::size_t>(length)) ==
                           fmt::format("socket:[{}]", inode);
}

}  // namespace

std::vector<pid_t> all_processes() { return numbered("/proc"); }

std::optional<int> descriptor_of_socket(pid_t pid, std::uint32_t inode) {
  const pid_t thread = living_thread(pid);
  for (const int descriptor : numbered(fmt::format("/proc/{}/fd", thread))) {
    if (is_socket(thread, descriptor, inode)) return descriptor;
  }
  return std::nullopt;
}

std::optional<int> descriptor_of_socket(pid_t pid, std::uint32_t inode, int first, int end) {
  for (int descriptor = first; descriptor < end; ++descriptor) {
    if (is_socket(pid, descriptor, inode)) return descriptor;
  }
  return std::nullopt;
}

std::optional<pid_t> holder_of_socket(std::uint32_t inode, std::span<const pid_t> among) {
  const auto holder =
      std::ranges::find_if(among, [&](pid_t pid) { return holds_socket(pid, inode); });
  return holder != among.end() ? std::optional(*holder) : std::nullopt;
}

bool may_list_descriptors(pid_t pid) {
  std::error_code error;
  const fs::directory_iterator folder(fmt::format("/proc/{}/fd", pid), error);
  return error != std::errc::permission_denied;
}

std::optional<std::int64_t> descriptor_limit(pid_t pid) {
  rlimit limit{};
  if (::prlimit(pid, RLIMIT_NOFILE, nullptr, &limit) != 0) return std::nullopt;
  return static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, INT32_MAX));
}

std::optional<std::int64_t> free_descriptors(pid_t pid) {
  const auto limit = descriptor_limit(pid);
  const auto open = DescriptorFolder(pid).count();
  return limit && open ? std::optional(*limit - *open) : std::nullopt;
}

void raise_descriptor_limit(pid_t pid) {
  rlimit limit{};
  if (::prlimit(pid, RLIMIT_NOFILE, nullptr, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::prlimit(pid, RLIMIT_NOFILE, &limit, nullptr);
}

pid_t parent_of(pid_t pid) {
  ProcFile status(pid, "status");
  const auto text = status.read();
  return text ? static_cast<pid_t>(number_after(*text, "PPid").value_or(0)) : 0;
}

std::optional<std::uint32_t> user_of(pid_t pid) {
  ProcFile status(pid, "status");
  const std::string_view text = status.read().value_or("");
  const std::size_t line = text.find("\nUid:");
  std::uint32_t real = 0, effective = 0, saved = 0, of_files = 0;
  if (line == text.npos || std::sscanf(std::string(text.substr(line)).c_str(), "\nUid: %u %u %u %u",
                                       &real, &effective, &saved, &of_files) != 4) {
    return std::nullopt;
  }
  return of_files;
}

std::vector<pid_t> threads_of(pid_t pid) { return numbered(fmt::format("/proc/{}/task", pid)); }

std::vector<std::string> command_words(pid_t pid) {
  ProcFile file(pid, "cmdline");
  std::string_view text = file.read().value_or("");
  while (text.ends_with('\0')) text.remove_suffix(1);
  std::vector<std::string> words;
  while (!text.empty()) {
    words.emplace_back(text.substr(0, text.find('\0')));
    text.remove_prefix(std::min(words.back().size() + 1, text.size()));
  }
  return words;
}

std::string command_line(pid_t pid) {
  return fmt::format("{}", fmt::join(command_words(pid), " "));
}

void reap_if_ended(pid_t pid) {
  siginfo_t info{};
  const auto id = static_cast<id_t>(pid);
  if (::waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return;
  const int how = info.si_code;
  if (how == CLD_EXITED || how == CLD_KILLED || how == CLD_DUMPED) {
    ::waitpid(pid, nullptr, WNOHANG);
  }
}

}  // namespace leakproof
