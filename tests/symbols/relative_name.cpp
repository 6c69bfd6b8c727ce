// SPDX-License-Identifier: MIT
// As compiled by a name that is relative to the build's folder, of a file that is there, and of one
// that is not.
#include <cstdint>

namespace named {

std::uintptr_t in_file_of_build();
std::uintptr_t in_lost_file();

namespace {

[[gnu::noinline]] std::uintptr_t return_address() {
  return reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
}

}  // namespace

#line 1 "./cmake_install.cmake"
std::uintptr_t in_file_of_build() {
  const auto address = return_address();
  asm volatile("");
  return address;
}

#line 1 "../lost/file.c"
std::uintptr_t in_lost_file() {
  const auto address = return_address();
  asm volatile("");
  return address;
}

}  // namespace named
