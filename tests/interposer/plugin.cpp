// SPDX-License-Identifier: MIT
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <vector>

// Allocates as a C++ part of a C program does: partly with its own calls of new and delete,
// partly inside libstdc++.
extern "C" long use_and_release() {
  const auto numbers = std::make_unique<std::vector<std::string>>(10, std::string(100, 'x'));
  struct alignas(64) Aligned {
    char bytes[64];
  };
  const auto aligned = std::make_unique<Aligned[]>(3);
  return reinterpret_cast<std::uintptr_t>(aligned.get()) % 64 == 0;
}

extern "C" long leak() {
  asm volatile("" : : "r"(new char[8]) : "memory");
  return 1;
}

extern "C" long survive_bad_alloc() {
  volatile std::size_t much = SIZE_MAX / 2;
  try {
    asm volatile("" : : "r"(::operator new(much)) : "memory");
  } catch (const std::bad_alloc&) {
    return ::operator new(much, std::nothrow) == nullptr;
  }
  return 0;
}
