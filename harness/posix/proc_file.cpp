// SPDX-License-Identifier: MIT
#include "posix/proc_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <filesystem>
#include <system_error>

namespace leakproof {
namespace {

std::string path_of(pid_t pid, std::string_view name) {
  return "/proc/" + std::to_string(pid) + "/" + std::string(name);
}

// 'R', 'S', 'Z' and so on, see proc(5); empty if the thread has gone.
std::optional<char> state_of(pid_t thread) {
  const Fd file{::open(path_of(thread, "stat").c_str(), O_RDONLY | O_CLOEXEC)};
  std::array<char, 128> text{};
  const ssize_t got = file ? ::read(file.get(), text.data(), text.size()) : -1;
  if (got <= 0) return std::nullopt;
  const std::string_view line(text.data(), static_cast<std::size_t>(got));
  const std::size_t state = line.rfind(')') + 2;  // the name may contain any character
  return state < line.size() ? std::optional(line[state]) : std::nullopt;
}

}  // namespace

pid_t living_thread(pid_t pid) {
  if (state_of(pid) != 'Z') return pid;
  std::error_code gone;
  for (std::filesystem::directory_iterator entry(path_of(pid, "task"), gone), end;
       !gone && entry != end; entry.increment(gone)) {
    const std::string name = entry->path().filename();
    pid_t thread = 0;
    std::from_chars(name.data(), name.data() + name.size(), thread);
    if (thread != pid && thread != 0 && state_of(thread) != 'Z') return thread;
  }
  return pid;
}

bool has_ended(pid_t pid) { return state_of(living_thread(pid)).value_or('Z') == 'Z'; }

ProcFile::ProcFile(pid_t pid, std::string_view name) : pid_(pid), name_(name), text_(4096, '\0') {}

std::optional<std::string_view> ProcFile::read() {
  if (const auto text = read_open(); text && !text->empty()) return text;
  // Some files refer to the program that the process ran when they were opened, and are
  // empty or return an error after an exec.
  const bool names_thread = name_.starts_with("task/");
  const pid_t shown = names_thread ? pid_ : living_thread(pid_);
  file_ = Fd{::open(path_of(shown, name_).c_str(), O_RDONLY | O_CLOEXEC)};
  return read_open();
}

std::optional<std::string_view> ProcFile::read_open() {
  if (!file_) return std::nullopt;
  std::size_t length = 0;
  while (true) {
    const ssize_t got = ::pread(file_.get(), text_.data() + length, text_.size() - length,
                                static_cast<off_t>(length));
    if (got < 0) return std::nullopt;
    if (got == 0) return std::string_view(text_).substr(0, length);
    length += static_cast<std::size_t>(got);
    if (length == text_.size()) text_.resize(2 * length);
  }
}

Fd proc_folder(pid_t pid, std::string_view name) {
  return Fd{::open(path_of(living_thread(pid), name).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
}

std::optional<long long> number_after(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.starts_with(key) && line.substr(key.size()).starts_with(':')) {
      const std::string_view rest = line.substr(key.size() + 1);
      const std::size_t digits = rest.find_first_not_of(" \t");
      long long value = 0;
      if (digits == rest.npos) return std::nullopt;
      const auto [end, error] =
          std::from_chars(rest.data() + digits, rest.data() + rest.size(), value);
      return error == std::errc{} ? std::optional(value) : std::nullopt;
    }
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return std::nullopt;
}

}  // namespace leakproof
