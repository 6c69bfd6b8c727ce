// SPDX-License-Identifier: MIT
#include "posix/read_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "posix/fd.hpp"

namespace leakproof {
namespace {

constexpr std::size_t first_read = 1 << 16;

[[noreturn]] void fail(int error) {
  throw std::runtime_error(std::generic_category().message(error));
}

[[noreturn]] void refuse_length(std::size_t most) {
  throw std::runtime_error(fmt::format("it is larger than {} MiB", most >> 20));
}

}  // namespace

std::string read_file(const std::string& path, std::size_t most) {
  const Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) fail(errno);
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && std::cmp_greater(status.st_size, most)) {
    refuse_length(most);
  }
  std::string text;
  std::size_t length = 0;
  while (true) {
    if (length == text.size()) text.resize(std::min(most + 1, std::max(first_read, 2 * length)));
    const ssize_t got = ::read(file.get(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno);
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
    if (length > most) refuse_length(most);
  }
  text.resize(length);
  return text;
}

}  // namespace leakproof
