// SPDX-License-Identifier: MIT
#include "posix/proc_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <system_error>

namespace leakproof {
namespace {

std::string path_of(pid_t pid, std::string_view name) {
  return "/proc/" + std::to_string(pid) + "/" + std::string(name);
}

}  // namespace

ProcFile::ProcFile(pid_t pid, std::string_view name)
    : path_(path_of(pid, name)), text_(4096, '\0') {}

std::optional<std::string_view> ProcFile::read() {
  if (const auto text = read_open(); text && !text->empty()) return text;
  // Some files refer to the program that the process ran when they were opened, and are
  // empty or return an error after an exec.
  file_ = Fd{::open(path_.c_str(), O_RDONLY | O_CLOEXEC)};
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
  return Fd{::open(path_of(pid, name).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
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
