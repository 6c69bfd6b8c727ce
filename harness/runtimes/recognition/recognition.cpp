// SPDX-License-Identifier: MIT
#include "runtimes/recognition/recognition.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"
#include "runtimes/catalogue.hpp"

namespace leakproof::runtimes {
namespace {

/// A file mapped into memory, so that only the accessed parts are read.
class MappedFile {
 public:
  explicit MappedFile(const char* path) {
    const Fd file{::open(path, O_RDONLY | O_CLOEXEC)};
    struct stat info {};
    if (!file || ::fstat(file.get(), &info) != 0 || info.st_size == 0) return;
    const auto size = static_cast<std::size_t>(info.st_size);
    void* const start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (start != MAP_FAILED) bytes_ = {static_cast<const char*>(start), size};
  }
  ~MappedFile() {
    if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_{};
};

}  // namespace

std::vector<RuntimeEntry> recognised(const ProcessImage& image) {
  std::vector<RuntimeEntry> found;
  std::ranges::copy_if(catalogue(), std::back_inserter(found),
                       [&](const RuntimeEntry& entry) { return entry.recognises(image); });
  return found;
}

std::vector<RuntimeEntry> recognised_in(pid_t pid) {
  const std::string program = "/proc/" + std::to_string(pid) + "/exe";
  std::error_code gone;
  const std::string name = std::filesystem::read_symlink(program, gone).filename();
  ProcFile maps(pid, "maps");
  const MappedFile executable(program.c_str());
  return recognised(
      {.program = name, .maps = maps.read().value_or(""), .executable = executable.bytes()});
}

}  // namespace leakproof::runtimes
