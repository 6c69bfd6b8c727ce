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

constexpr std::size_t written_at_once = std::size_t{1} << 20;  // that of some 50 trials

[[noreturn]] void fail(const std::string& path, int error) {
  throw std::runtime_error("cannot write " + printable(path) + ": " +
                           std::generic_category().message(error));
}

constexpr int most_links = 40;  // the limit in path_resolution(7)

// The target of `path` after following symbolic links; it need not exist.
std::filesystem::path end_of_links(const std::string& path) {
  std::filesystem::path end = path;
  std::error_code error;
  for (int links = 0; std::filesystem::is_symlink(end, error); ++links) {
    if (links == most_links) fail(path, ELOOP);
    end = end.parent_path() / std::filesystem::read_symlink(end, error);
  }
  return end;
}

// The descriptor of this process that `path` refers to, as in /dev/stdout or /dev/fd/3. It is
// written to like a stream even if it is a file, because other processes may append to it.
std::optional<int> own_descriptor(std::filesystem::path path) {
  std::error_code ignored;
  const auto descriptors = std::filesystem::canonical("/proc/self/fd", ignored);
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

void write_all(const Fd& file, std::string_view text, const std::string& path) {
  if (!file) fail(path, errno);
  while (!text.empty()) {
    const ssize_t wrote = ::write(file.get(), text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) fail(path, errno);
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

// A file that will take the place of the one at `end`. It has no name as long as it is not
// complete, so that nothing is left behind by a run that is killed, unless the file system requires
// one.
class Replacement {
 public:
  explicit Replacement(const std::filesystem::path& end)
      : end_(end),
        name_(end.parent_path() / (".leakproof-" + std::to_string(::getpid()))),
        exists_(::stat(end.c_str(), &old_) == 0) {
    const mode_t mode = exists_ ? old_.st_mode & 0777 : 0644;
    const std::filesystem::path folder = end.has_parent_path() ? end.parent_path() : ".";
    file_ = Fd{::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode)};
    has_name_ = !file_;
    if (has_name_) {
      file_ = Fd{::open(name_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)};
    }
    error_ = errno;
    if (file_ && exists_ && !is_like_the_old(mode)) file_.reset();
  }
  ~Replacement() {
    if (has_name_) ::unlink(name_.c_str());
  }
  Replacement(const Replacement&) = delete;
  Replacement& operator=(const Replacement&) = delete;

  /// False if the file must be written in place: nothing can be created in its folder, or it has
  /// another owner.
  bool is_possible() const { return bool{file_}; }
  int error() const { return error_; }
  const Fd& file() const { return file_; }

  /// False if the file cannot be replaced, as where it is a mount point.
  bool put_in_place() {
    const std::string nameless = "/proc/self/fd/" + std::to_string(file_.get());
    const auto link_to = [&](const std::filesystem::path& name) {
      return ::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
    };
    if (!has_name_) {
      if (!exists_ && link_to(end_)) return true;
      ::unlink(name_.c_str());
      has_name_ = link_to(name_);
    }
    if (!has_name_ || ::rename(name_.c_str(), end_.c_str()) != 0) return false;
    has_name_ = false;
    return true;
  }

 private:
  bool is_like_the_old(mode_t mode) const {
    struct stat now {};
    if (!S_ISREG(old_.st_mode) || ::access(end_.c_str(), W_OK) != 0) return false;
    if (::fstat(file_.get(), &now) != 0) return false;
    const bool has_owner = now.st_uid == old_.st_uid && now.st_gid == old_.st_gid;
    if (!has_owner && ::fchown(file_.get(), old_.st_uid, old_.st_gid) != 0) return false;
    return ::fchmod(file_.get(), mode) == 0;
  }

  std::filesystem::path end_;
  std::filesystem::path name_;
  struct stat old_ {};
  bool exists_;
  bool has_name_ = false;
  int error_ = 0;  // why nothing can be created
  Fd file_{};
};

}  // namespace

bool is_stream(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || S_ISDIR(status.st_mode)) return false;
  return !S_ISREG(status.st_mode) || own_descriptor(path);
}

void write_whole(const std::string& path, std::string_view text) {
  if (is_stream(path)) return write_all(open_to_write(path), text, path);
  const std::filesystem::path end = end_of_links(path);
  Replacement replacement(end);
  if (replacement.is_possible()) {
    write_all(replacement.file(), text, path);
    if (replacement.put_in_place()) return;
  }
  write_all(open_to_write(end), text, path);
}

WholeFile::WholeFile(std::string path, Text text) : path_(std::move(path)), text_(std::move(text)) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path_, ignored)) fail(path_, EISDIR);
  if (std::filesystem::exists(path_, ignored)) {
    if (::access(path_.c_str(), W_OK) != 0) fail(path_, errno);
  } else if (const Replacement attempt(end_of_links(path_)); !attempt.is_possible()) {
    fail(path_, attempt.error());
  }
}

WholeFile::~WholeFile() {
  try {
    if (dirty_ && has_begun_) write();
  } catch (const std::exception&) {
    // The exception that ends the run is more important than this one.
  }
}

void WholeFile::changed() {
  dirty_ = true;
  if (has_begun_ && size_ <= written_at_once) save();
}

void WholeFile::save() {
  has_begun_ = true;
  // A stream can be written only once, at the end.
  if (dirty_ && !is_stream(path_)) write();
}

void WholeFile::write() {
  has_begun_ = true;
  const std::string text = text_();
  write_whole(path_, text);
  dirty_ = false;
  size_ = text.size();
}

}  // namespace leakproof::report
