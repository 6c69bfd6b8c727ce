// SPDX-License-Identifier: MIT
#pragma once

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bit>
#include <cstddef>
#include <cstdint>

namespace leakproof::native {

/// Pages of zeros directly from the kernel, because the interposer would count malloc and mmap.
/// They are occupied when they are first written. Null if there is no address space there.
inline void* own_memory(std::size_t size, std::uintptr_t address = 0, int flags = 0) {
  const long pages = ::syscall(SYS_mmap, address, size, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0L);
  return pages == -1 ? nullptr : std::bit_cast<void*>(pages);
}

}  // namespace leakproof::native
