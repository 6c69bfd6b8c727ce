// SPDX-License-Identifier: MIT
#include "attribution/tracing/allocation_functions.hpp"

#include <elfutils/libdwfl.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace leakproof::tracing {
namespace {

struct Name {
  std::string_view name{};
  FunctionKind kind{};
};

constexpr std::array names{
    Name{"malloc", FunctionKind::malloc},
    Name{"valloc", FunctionKind::malloc},
    Name{"pvalloc", FunctionKind::malloc},
    Name{"calloc", FunctionKind::calloc},
    Name{"realloc", FunctionKind::realloc},
    Name{"memalign", FunctionKind::memalign},
    Name{"aligned_alloc", FunctionKind::memalign},
    Name{"posix_memalign", FunctionKind::posix_memalign},
    Name{"free", FunctionKind::free},
    Name{"mmap", FunctionKind::mmap},
    Name{"mmap64", FunctionKind::mmap},
    Name{"munmap", FunctionKind::munmap},
    Name{"mremap", FunctionKind::mremap},
};

struct Module {
  Dwfl_Module* module{};
  std::string_view file{};
};

int append(Dwfl_Module* module, void**, const char* name, Dwarf_Addr, void* modules) {
  std::string_view path = name != nullptr ? name : "";
  static_cast<std::vector<Module>*>(modules)->push_back({module, path.substr(path.rfind('/') + 1)});
  return DWARF_CB_OK;
}

bool is_libc(const Module& module) {
  return module.file.starts_with("libc.so") || module.file.starts_with("libc-") ||
         module.file.starts_with("libc.musl") || module.file.starts_with("ld-musl");
}

// The loader has a malloc of its own, for the time before libc is there.
bool may_allocate(const Module& module) {
  return !module.file.starts_with("ld-linux") && module.file.find("vdso") == module.file.npos;
}

std::map<std::string_view, std::uintptr_t> functions_of(Dwfl_Module* module) {
  std::map<std::string_view, std::uintptr_t> found;
  const int count = ::dwfl_module_getsymtab(module);
  for (int i = 1; i < count; ++i) {
    GElf_Sym symbol{};
    GElf_Addr address = 0;
    const char* const name =
        ::dwfl_module_getsym_info(module, i, &symbol, &address, nullptr, nullptr, nullptr);
    if (name == nullptr || symbol.st_shndx == SHN_UNDEF) continue;
    if (GELF_ST_TYPE(symbol.st_info) != STT_FUNC) continue;
    const auto known = std::ranges::find(names, std::string_view(name), &Name::name);
    if (known != names.end()) found.try_emplace(known->name, address);
  }
  return found;
}

}  // namespace

AllocationFunctions allocation_functions(Dwfl* session) {
  std::vector<Module> modules;
  ::dwfl_getmodules(session, append, &modules, 0);
  std::erase_if(modules, [](const Module& module) { return !may_allocate(module); });
  AllocationFunctions result;
  if (modules.empty()) {
    result.obstacle = "its program cannot be read";
    return result;
  }
  const bool is_static = std::ranges::none_of(modules, is_libc);
  // The program's own functions come before those of its libraries, and libc's come last.
  std::ranges::stable_sort(modules, {}, is_libc);
  std::map<std::string_view, std::uintptr_t> all;
  for (const Module& module : modules) all.merge(functions_of(module.module));
  for (const auto& [name, kind] : names) {
    if (const auto found = all.find(name); found != all.end()) {
      result.by_address.emplace(found->second, kind);
    }
  }
  if (!all.contains("malloc") || !all.contains("free")) {
    result.by_address.clear();
    result.obstacle = is_static ? "the program is static and has no symbols; link it dynamically, "
                                  "or keep its symbols, to see which line allocates"
                                : "the symbols of the program's allocator cannot be read";
  }
  return result;
}

}  // namespace leakproof::tracing
