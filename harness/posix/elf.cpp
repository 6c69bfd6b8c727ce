// SPDX-License-Identifier: MIT
#include "posix/elf.hpp"

#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <climits>
#include <cstddef>
#include <memory>

#include "posix/fd.hpp"

namespace leakproof {

std::optional<std::string> elf_interpreter(const std::string& path) {
  ::elf_version(EV_CURRENT);
  const Fd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!file) return std::nullopt;
  const std::unique_ptr<Elf, decltype([](Elf* elf) { ::elf_end(elf); })> elf(
      ::elf_begin(file.get(), ELF_C_READ, nullptr));
  std::size_t headers = 0;
  if (!elf || ::elf_getphdrnum(elf.get(), &headers) != 0) return std::nullopt;
  for (std::size_t i = 0; i < headers; ++i) {
    GElf_Phdr header{};
    if (::gelf_getphdr(elf.get(), static_cast<int>(i), &header) == nullptr) return std::nullopt;
    if (header.p_type != PT_INTERP || header.p_filesz > PATH_MAX) continue;
    std::string name(header.p_filesz, '\0');
    const ssize_t got =
        ::pread(file.get(), name.data(), name.size(), static_cast<off_t>(header.p_offset));
    if (got != static_cast<ssize_t>(name.size())) return std::nullopt;
    return name.substr(0, name.find('\0'));
  }
  return "";
}

}  // namespace leakproof
