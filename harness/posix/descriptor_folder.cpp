// SPDX-License-Identifier: MIT
#include "posix/descriptor_folder.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string_view>

#include "posix/fd.hpp"
#include "posix/proc_file.hpp"

namespace leakproof {
namespace {

using Folder = std::unique_ptr<DIR, decltype([](DIR* folder) { ::closedir(folder); })>;

template <typename Predicate>
std::optional<std::int64_t> count_if(int path, Predicate counts) {
  Fd readable{::openat(path, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  const Folder folder{::fdopendir(readable.get())};
  if (!folder) return std::nullopt;
  readable.release();  // closedir() closes it
  std::int64_t count = 0;
  while (const dirent* entry = ::readdir(folder.get())) {
    if (entry->d_name[0] != '.' && counts(::dirfd(folder.get()), entry->d_name)) ++count;
  }
  return count;
}

}  // namespace

DescriptorFolder::DescriptorFolder(pid_t pid) : folder_(proc_folder(pid, "fd")) {}

std::optional<std::int64_t> DescriptorFolder::count() const {
  // Linux 6.2 and later report the number as the directory's size; earlier versions report
  // 0.
  struct stat entry {};
  if (::fstat(folder_.get(), &entry) != 0) return std::nullopt;
  if (entry.st_size > 0) return entry.st_size;
  return count_if(folder_.get(), [](int, const char*) { return true; });
}

std::optional<std::int64_t> DescriptorFolder::count_sockets() const {
  return count_if(folder_.get(), [](int folder, const char* name) {
    std::array<char, 16> target{};
    const ssize_t length = ::readlinkat(folder, name, target.data(), target.size());
    return length > 0 &&
           std::string_view(target.data(), static_cast<std::size_t>(length)).starts_with("socket:");
  });
}

}  // namespace leakproof
