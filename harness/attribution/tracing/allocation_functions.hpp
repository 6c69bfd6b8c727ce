// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>

struct Dwfl;

namespace leakproof::tracing {

/// What a function does with memory, and where its arguments are.
enum class FunctionKind {
  malloc,          // (size)
  calloc,          // (count, size)
  realloc,         // (block, size)
  memalign,        // (alignment, size)
  posix_memalign,  // (&block, alignment, size)
  free,            // (block)
  mmap,            // (address, size)
  munmap,          // (address)
  mremap,          // (address, old size, size)
};

/// The functions of a process that allocate and free memory, by the address of their code.
struct AllocationFunctions {
  std::map<std::uintptr_t, FunctionKind> by_address{};
  std::string obstacle{};  // why they cannot be found, as a clause; else empty
};

/// Looks them up in the symbols of the program, or of the library that provides malloc.
AllocationFunctions allocation_functions(Dwfl*);

}  // namespace leakproof::tracing
