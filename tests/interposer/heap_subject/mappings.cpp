// SPDX-License-Identifier: MIT
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bit>
#include <cstdlib>
#include <cstring>

#include "operations.hpp"

// Offsets and sizes are in pages, within a range whose mapping the interposer has not seen.
namespace heap_subject {
namespace {

constexpr long stretch = 4096;

std::size_t bytes(long pages) { return static_cast<std::size_t>(pages * ::getpagesize()); }

char* place(long page) {
  static char* const start =
      std::bit_cast<char*>(::syscall(SYS_mmap, nullptr, bytes(stretch), PROT_READ | PROT_WRITE,
                                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0L));
  return start + bytes(page);
}

long map_at(long page, long pages, long) {
  void* const got = ::mmap(place(page), bytes(pages), PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  return got == place(page);
}

long map64_at(long page, long pages, long) {
  void* const got = ::mmap64(place(page), bytes(pages), PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  return got == place(page);
}

long map_odd_size_at(long page, long size, long) {
  void* const got = ::mmap(place(page), static_cast<std::size_t>(size), PROT_READ,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  return got == place(page);
}

long map_what_cannot_be(long, long, long) {
  return ::mmap(nullptr, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED &&
         ::munmap(place(10) + 1, bytes(1)) != 0;
}

long unmap_at(long page, long pages, long) { return ::munmap(place(page), bytes(pages)) == 0; }

// Shrinks in place; growing must move, because the next pages are occupied.
long remap_at(long page, long old_pages, long new_pages) {
  return ::mremap(place(page), bytes(old_pages), bytes(new_pages), MREMAP_MAYMOVE) != MAP_FAILED;
}

// Answers whether mremap failed, as expected.
long remap_in_vain_at(long page, long old_pages, long new_pages) {
  return ::mremap(place(page), bytes(old_pages), bytes(new_pages), 0) == MAP_FAILED;
}

long remap_to(long page, long pages, long target) {
  void* const got = ::mremap(place(page), bytes(pages), bytes(pages), MREMAP_MAYMOVE | MREMAP_FIXED,
                             place(target));
  return got == place(target);
}

long remap_and_keep(long page, long pages, long) {
  void* const got =
      ::mremap(place(page), bytes(pages), bytes(pages), MREMAP_MAYMOVE | MREMAP_DONTUNMAP, nullptr);
  return got != MAP_FAILED;
}

long map_twice(long pages, long, long) {
  void* const first =
      ::mmap(nullptr, bytes(pages), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return ::mremap(first, 0, bytes(pages), MREMAP_MAYMOVE) != MAP_FAILED;
}

// The segment itself goes with its last attachment.
long attach_at(long page, long size, long) {
  const int segment = ::shmget(IPC_PRIVATE, static_cast<std::size_t>(size), IPC_CREAT | 0600);
  void* const got = ::shmat(segment, place(page), SHM_REMAP);
  return ::shmctl(segment, IPC_RMID, nullptr) == 0 && got == place(page);
}

long detach_at(long page, long, long) { return ::shmdt(place(page)) == 0; }

long touch_at(long page, long pages, long) {
  std::memset(place(page), 1, bytes(pages));
  return 1;
}

constexpr Operation all_operations[] = {
    {"map_at", map_at},
    {"touch_at", touch_at},
    {"attach_at", attach_at},
    {"detach_at", detach_at},
    {"map64_at", map64_at},
    {"map_odd_size_at", map_odd_size_at},
    {"map_what_cannot_be", map_what_cannot_be},
    {"unmap_at", unmap_at},
    {"remap_at", remap_at},
    {"remap_in_vain_at", remap_in_vain_at},
    {"remap_to", remap_to},
    {"remap_and_keep", remap_and_keep},
    {"map_twice", map_twice},
};

}  // namespace

std::span<const Operation> mappings() { return all_operations; }

}  // namespace heap_subject
