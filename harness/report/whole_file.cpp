// SPDX-License-Identifier: MIT
#include "report/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>

#include "posix/fd.hpp"
#include "text/printable.hpp"

namespace leakproof::report {
namespace {

constexpr std::chrono::seconds between_writes{3};

[[noreturn]] void fail(const std::string& path, int error) {
  throw std::runtime_error("cannot write " + printable(path) + ": " +
                           std::generic_category().message(error));
}

// The target of `path` after following symbolic links.
std::string end_of_links(const std::string& path) {
  std::error_code ignored;
  const auto end = std::filesystem::canonical(path, ignored);
  return ignored ? path : end.string();
}

// The descriptor of this process that `path` refers to, as in /dev/stdout or /dev/fd/3. It is
// written to like a stream even if it is a file, because other processes may append to it.
std::optional<int> own_descriptor(std::filesystem::path path) {
  std::error_code ignored;
  const auto descriptors = std::filesystem::canonical("/proc/self/fd", ignored);
  constexpr int most_links = 40;  // the limit in path_resolution(7)
  for (int links = 0; links < most_links; ++links) {
    if (std::filesystem::canonical(path.parent_path(), ignored) == descriptors) {
      return std::atoi(path.filename().c_str());
    }
    if (!std::filesystem::is_symlink(path, ignored)) return std::nullopt;
    path = path.parent_path() / std::filesystem::read_symlink(path, ignored);
  }
  return std::nullopt;
}

Fd open_to_write(const std::string& path) {
  if (const auto descriptor = own_descriptor(path)) {
    std::fflush(stdout);
    return Fd{::fcntl(*descriptor, F_DUPFD_CLOEXEC, 0)};
  }
  return Fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
}

void write_all(const std::string& opened, std::string_view text, const std::string& path) {
  const Fd file = open_to_write(opened);
  if (!file) fail(path, errno);
  while (!text.empty()) {
    const ssize_t wrote = ::write(file.get(), text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) fail(path, errno);
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

}  // namespace

bool is_stream(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || S_ISDIR(status.st_mode)) return false;
  return !S_ISREG(status.st_mode) || own_descriptor(path);
}

void write_whole(const std::string& path, std::string_view text) {
  if (is_stream(path)) return write_all(path, text, path);
  const std::string end = end_of_links(path);
  const std::string details = end + ".part-" + std::to_string(::getpid());
  try {
    write_all(details, text, path);
    if (::rename(details.c_str(), end.c_str()) != 0) fail(path, errno);
  } catch (...) {
    ::unlink(details.c_str());
    throw;
  }
}

WholeFile::WholeFile(std::string path, Text text) : path_(std::move(path)), text_(std::move(text)) {
  // A stream can be written only once, at the end.
  if (!is_stream(path_)) {
    write();
  } else if (::access(path_.c_str(), W_OK) != 0) {
    fail(path_, errno);
  }
}

WholeFile::~WholeFile() {
  try {
    if (dirty_) write();
  } catch (const std::exception&) {
    // The exception that ends the run is more important than this one.
  }
}

void WholeFile::changed() {
  dirty_ = true;
  if (Clock::now() >= next_ && !is_stream(path_)) write();
}

void WholeFile::write() {
  write_whole(path_, text_());
  dirty_ = false;
  next_ = Clock::now() + between_writes;
}

}  // namespace leakproof::report
