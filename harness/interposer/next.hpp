// SPDX-License-Identifier: MIT
// Longer than other headers, because it is one list of functions.
#pragma once

#include <dirent.h>
#include <dlfcn.h>
#include <malloc.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "interposer/counting.hpp"

/// The functions that ours wrap: those of the program's allocator, of libc, or of the next
/// interposer.
namespace leakproof::preload {

struct alignas(cache_line) Next {
  void* (*malloc)(std::size_t);
  void* (*calloc)(std::size_t, std::size_t);
  void* (*realloc)(void*, std::size_t);
  void (*free)(void*);
  std::size_t (*malloc_usable_size)(void*);
  void* (*memalign)(std::size_t, std::size_t);
  int (*posix_memalign)(void**, std::size_t, std::size_t);
  void* (*aligned_alloc)(std::size_t, std::size_t);
  void* (*valloc)(std::size_t);
  void* (*pvalloc)(std::size_t);

  void* (*mmap)(void*, std::size_t, int, int, int, off_t);
  void* (*mmap64)(void*, std::size_t, int, int, int, off_t);
  int (*munmap)(void*, std::size_t);
  void* (*mremap)(void*, std::size_t, std::size_t, int, ...);
  void* (*shmat)(int, const void*, int);
  int (*shmdt)(const void*);

  int (*socket)(int, int, int);
  int (*connect)(int, const sockaddr*, socklen_t);
  ssize_t (*send)(int, const void*, std::size_t, int);
  ssize_t (*sendto)(int, const void*, std::size_t, int, const sockaddr*, socklen_t);
  ssize_t (*sendmsg)(int, const msghdr*, int);
  ssize_t (*recv)(int, void*, std::size_t, int);
  ssize_t (*recvfrom)(int, void*, std::size_t, int, sockaddr*, socklen_t*);
  ssize_t (*recvmsg)(int, msghdr*, int);

  int (*open)(const char*, int, ...);
  int (*open64)(const char*, int, ...);
  int (*openat)(int, const char*, int, ...);
  int (*openat64)(int, const char*, int, ...);
  int (*open_2)(const char*, int);
  int (*open64_2)(const char*, int);
  int (*accept)(int, sockaddr*, socklen_t*);
  int (*accept4)(int, sockaddr*, socklen_t*, int);
  int (*socketpair)(int, int, int, int*);
  int (*pipe)(int*);
  int (*pipe2)(int*, int);
  int (*dup)(int);
  int (*dup2)(int, int);
  int (*dup3)(int, int, int);
  int (*fcntl)(int, int, ...);
  int (*fcntl64)(int, int, ...);
  int (*eventfd)(unsigned, int);
  int (*epoll_create)(int);
  int (*epoll_create1)(int);
  int (*timerfd_create)(clockid_t, int);
  int (*memfd_create)(const char*, unsigned);
  void* (*dlopen)(const char*, int);
  void* (*dlmopen)(Lmid_t, const char*, int);

  int (*close)(int);
  int (*close_range)(unsigned, unsigned, int);
  void (*closefrom)(int);
  FILE* (*fopen)(const char*, const char*);
  FILE* (*fopen64)(const char*, const char*);
  FILE* (*freopen)(const char*, const char*, FILE*);
  FILE* (*freopen64)(const char*, const char*, FILE*);
  FILE* (*tmpfile)();
  FILE* (*tmpfile64)();
  FILE* (*popen)(const char*, const char*);
  int (*pclose)(FILE*);
  int (*fclose)(FILE*);
  int (*mkstemp)(char*);
  int (*mkstemp64)(char*);
  int (*mkostemp)(char*, int);
  int (*mkostemp64)(char*, int);
  DIR* (*opendir)(const char*);
  int (*closedir)(DIR*);
  int (*pthread_create)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  int (*pthread_join)(pthread_t, void**);

  // The address range of the allocator's code, to distinguish its own calls from the
  // program's.
  std::uintptr_t allocator_begin;
  std::uintptr_t allocator_end;

  bool lacks_sizes;                    // the allocator does not tell the size of a block
  struct mallinfo2 (*libc_figures)();  // null: it is not libc's allocator, or libc is too old

  bool is_allocator(const void* code) const {
    const auto address = reinterpret_cast<std::uintptr_t>(code);
    return address >= allocator_begin && address < allocator_end;
  }
};

extern constinit Next found;
extern constinit std::atomic<bool> resolved;

/// Looks up all functions, once. Returns null while this thread is doing so: dlsym itself
/// allocates, and uses the early arena until then.
[[gnu::cold]] const Next* resolve();

inline const Next* next() { return resolved.load(std::memory_order_acquire) ? &found : resolve(); }

/// The usable size of a block of this allocator.
inline std::size_t size_of(const Next& behind, void* block) {
  mine.measuring = true;
  const std::size_t size = behind.malloc_usable_size(block);
  mine.measuring = false;
  return size;
}

/// The part of resolve() that operator_new.cpp implements.
void resolve_operators();

/// Allocates for dlsym before the allocator is known. The memory is never reused; null when
/// it is used up.
[[gnu::cold]] void* early_allocate(std::size_t size,
                                   std::size_t alignment = alignof(std::max_align_t));
[[gnu::cold]] std::size_t early_size(const void*);

extern constinit std::array<std::byte, 32 * 1024> early_arena;

inline bool is_early(const void* block) {
  return static_cast<std::size_t>(static_cast<const std::byte*>(block) - early_arena.data()) <
         early_arena.size();
}

}  // namespace leakproof::preload
