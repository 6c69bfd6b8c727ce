// SPDX-License-Identifier: MIT
#include "report/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "base/fd.hpp"
#include "base/text.hpp"

namespace leakproof::report {
namespace {

constexpr std::chrono::seconds between_writes{3};

[[noreturn]] void fail(const std::string& path, int error) {
  throw std::runtime_error("cannot write " + printable(path) + ": " +
                           std::generic_category().message(error));
}

// What stands at `path` once this is done is what `path` names, links followed.
std::string end_of_links(const std::string& path) {
  std::error_code ignored;
  const auto end = std::filesystem::canonical(path, ignored);
  return ignored ? path : end.string();
}

bool is_special(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

void write_all(const std::string& opened, std::string_view text, const std::string& path) {
  const Fd file(::open(opened.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file) fail(path, errno);
  while (!text.empty()) {
    const ssize_t wrote = ::write(file.get(), text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) fail(path, errno);
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

}  // namespace

void write_whole(const std::string& path, std::string_view text) {
  if (is_special(path)) return write_all(path, text, path);
  const std::string end = end_of_links(path);
  const std::string besides = end + ".part-" + std::to_string(::getpid());
  try {
    write_all(besides, text, path);
    if (::rename(besides.c_str(), end.c_str()) != 0) fail(path, errno);
  } catch (...) {
    ::unlink(besides.c_str());
    throw;
  }
}

WholeFile::WholeFile(std::string path, Text text) : path_(std::move(path)), text_(std::move(text)) {
  // What can only be written to once is written at its end alone.
  if (!is_special(path_)) {
    write();
  } else if (std::filesystem::is_directory(path_)) {
    fail(path_, EISDIR);
  } else if (::access(path_.c_str(), W_OK) != 0) {
    fail(path_, errno);
  }
}

WholeFile::~WholeFile() {
  try {
    if (dirty_) write();
  } catch (const std::exception&) {
    // Whatever ends the run is told; that this could not be written, too, is not.
  }
}

void WholeFile::changed() {
  dirty_ = true;
  if (Clock::now() >= next_ && !is_special(path_)) write();
}

void WholeFile::write() {
  write_whole(path_, text_());
  dirty_ = false;
  next_ = Clock::now() + between_writes;
}

}  // namespace leakproof::report
