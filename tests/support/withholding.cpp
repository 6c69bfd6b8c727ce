// SPDX-License-Identifier: MIT
// A library to preload into leakproof, which takes away what its readings rest on. WITHHOLD is
//   preload    programs start without LD_PRELOAD
//   counters   the interposer's counters stand still from the first reading of a process on
//   proc       the descriptors, threads and memory of other processes are those of leakproof itself
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace {

bool withholds(std::string_view what) {
  const char* const wanted = std::getenv("WITHHOLD");
  return wanted != nullptr && what == wanted &&
         std::string_view(program_invocation_short_name) == "leakproof";
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

struct Mapping {
  void* address = nullptr;
  std::size_t size = 0;
};

// The tables of counters. Not protected: the controls run one at a time.
std::array<Mapping, 64> tables;
std::size_t mapped = 0;

// Replaces the shared memory by a copy.
void stop(const Mapping& table) {
  std::vector<char> copy(static_cast<const char*>(table.address),
                         static_cast<const char*>(table.address) + table.size);
  ::munmap(table.address, table.size);
  void* const own = ::mmap(table.address, table.size, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (own == table.address) std::memcpy(own, copy.data(), copy.size());
}

}  // namespace

extern "C" int execvpe(const char* file, char* const arguments[], char* const environment[]) {
  static std::array<char*, 1000> kept;  // nothing may be allocated after fork
  std::size_t count = 0;
  for (; *environment != nullptr && count + 1 < kept.size(); ++environment) {
    const bool goes = withholds("preload") && std::strncmp(*environment, "LD_PRELOAD=", 11) == 0;
    if (!goes) kept[count++] = *environment;
  }
  kept[count] = nullptr;
  return next<decltype(&execvpe)>("execvpe")(file, arguments, kept.data());
}

extern "C" void* mmap(void* address, std::size_t size, int protection, int flags, int file,
                      off_t offset) noexcept {
  void* const pages = next<decltype(&mmap)>("mmap")(address, size, protection, flags, file, offset);
  const bool is_table = (flags & MAP_SHARED) != 0 && file >= 0 && pages != MAP_FAILED;
  if (is_table && withholds("counters") && mapped < tables.size()) tables[mapped++] = {pages, size};
  return pages;
}

extern "C" int munmap(void* address, std::size_t size) noexcept {
  if (mapped > 0 && tables[mapped - 1].address == address) --mapped;
  return next<decltype(&munmap)>("munmap")(address, size);
}

extern "C" int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  std::string wanted = path;
  const bool is_of_process = wanted.starts_with("/proc/") && std::isdigit(wanted[6]) != 0;
  const auto is = [&](const char* file) { return is_of_process && wanted.ends_with(file); };
  if (withholds("proc") && (is("/fd") || is("/status") || is("/smaps_rollup"))) {
    wanted = "/proc/self" + wanted.substr(wanted.find('/', 6));
  }
  if (withholds("counters") && is("/fd")) {
    while (mapped > 0) stop(tables[--mapped]);
  }
  return next<int (*)(const char*, int, ...)>("open")(wanted.c_str(), flags, mode);
}
