// SPDX-License-Identifier: MIT
#include "symbols/exported_functions.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gelf.h>

#include <fstream>
#include <memory>

#include "posix/fd.hpp"

namespace leakproof::symbols {
namespace {

constexpr std::size_t most_functions = 100'000;

// "/usr/lib/libjwt.so.0.5.1"; empty if the process has not loaded it.
std::string path_of(pid_t pid, std::string_view library) {
  const std::string end = "/" + std::string(library);
  std::ifstream maps(fmt::format("/proc/{}/maps", pid));
  for (std::string line; std::getline(maps, line);) {
    if (line.ends_with(end)) return line.substr(line.find('/'));
  }
  return "";
}

void add_functions(Elf* elf, Elf_Scn* section, std::vector<std::string>& functions) {
  GElf_Shdr header{};
  if (::gelf_getshdr(section, &header) == nullptr || header.sh_type != SHT_DYNSYM) return;
  Elf_Data* const data = ::elf_getdata(section, nullptr);
  if (data == nullptr || header.sh_entsize == 0) return;
  const auto count = static_cast<int>(header.sh_size / header.sh_entsize);
  for (int i = 0; i < count && functions.size() < most_functions; ++i) {
    GElf_Sym symbol{};
    if (::gelf_getsym(data, i, &symbol) == nullptr) return;
    const bool is_own = symbol.st_shndx != SHN_UNDEF && GELF_ST_TYPE(symbol.st_info) == STT_FUNC;
    const char* const name = is_own ? ::elf_strptr(elf, header.sh_link, symbol.st_name) : nullptr;
    if (name != nullptr) functions.emplace_back(name);
  }
}

}  // namespace

std::vector<std::string> exported_functions(pid_t pid, std::string_view library) {
  std::vector<std::string> functions;
  const std::string path = library.empty() ? "" : path_of(pid, library);
  if (path.empty()) return functions;
  const Fd file(
      ::open(fmt::format("/proc/{}/root{}", pid, path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0 || ::elf_version(EV_CURRENT) == EV_NONE) return functions;
  const std::unique_ptr<Elf, int (*)(Elf*)> elf(::elf_begin(file.get(), ELF_C_READ_MMAP, nullptr),
                                                ::elf_end);
  if (!elf) return functions;
  for (Elf_Scn* section = ::elf_nextscn(elf.get(), nullptr); section != nullptr;
       section = ::elf_nextscn(elf.get(), section)) {
    add_functions(elf.get(), section, functions);
  }
  return functions;
}

}  // namespace leakproof::symbols
