// SPDX-License-Identifier: MIT
#include "report/machine.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <thread>

namespace leakproof::report {

Machine this_machine() {
  utsname name{};
  ::uname(&name);
  std::array<char, 64> library{};
  ::confstr(_CS_GNU_LIBC_VERSION, library.data(), library.size());
  const std::int64_t page = ::sysconf(_SC_PAGESIZE);
  return {.system = std::string(name.sysname) + " " + name.release,
          .architecture = name.machine,
          .c_library = library.data(),
          .cores = std::thread::hardware_concurrency(),
          .memory_bytes = page * ::sysconf(_SC_PHYS_PAGES),
          .page_bytes = page};
}

}  // namespace leakproof::report
