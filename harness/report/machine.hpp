// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace leakproof::report {

/// The properties of the machine on which numbers depend, without its name.
struct Machine {
  std::string system{};        // "Linux 6.1.0-18-amd64"
  std::string architecture{};  // "x86_64"
  std::string c_library{};     // "glibc 2.36"
  unsigned cores = 0;
  std::int64_t memory_bytes = 0;
  std::int64_t page_bytes = 0;
};

Machine this_machine();

}  // namespace leakproof::report
