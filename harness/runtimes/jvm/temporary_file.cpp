// SPDX-License-Identifier: MIT
#include "runtimes/jvm/temporary_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <system_error>

namespace leakproof {

TemporaryFile::TemporaryFile(pid_t pid, std::string_view kind)
    : folder_(
          ::open(fmt::format("/proc/{}/root/tmp", pid).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)),
      path_in_jvm_(fmt::format("/tmp/.leakproof_{}_{}", kind, pid)),
      path_(fmt::format("/proc/{}/fd/{}/.leakproof_{}_{}", ::getpid(), folder_.get(), kind, pid)) {
  remove();
}

TemporaryFile::~TemporaryFile() { remove(); }

void TemporaryFile::remove() const {
  std::error_code ignored;
  if (folder_) std::filesystem::remove_all(path_, ignored);
}

bool TemporaryFile::write(std::string_view text) const {
  const Fd file{::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  return file && ::fchmod(file.get(), 0644) == 0 &&
         ::write(file.get(), text.data(), text.size()) == std::ssize(text);
}

}  // namespace leakproof
