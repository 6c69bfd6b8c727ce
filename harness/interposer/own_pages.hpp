// SPDX-License-Identifier: MIT
#pragma once

#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bit>
#include <cstddef>

/// Memory for the interposer itself, directly from the kernel: malloc and mmap would be
/// intercepted and counted.
namespace leakproof::preload {

/// Readable and writable pages; null if there is no address space. Physical memory is
/// allocated on first use.
inline void* own_pages(std::size_t size, int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                       int fd = -1) {
  const long pages = ::syscall(SYS_mmap, nullptr, size, PROT_READ | PROT_WRITE, flags, fd, 0L);
  return pages == -1 ? nullptr : std::bit_cast<void*>(pages);
}

}  // namespace leakproof::preload
