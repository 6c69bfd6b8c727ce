// SPDX-License-Identifier: MIT
#include <malloc.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include "operations.hpp"

namespace heap_subject {
namespace {

constexpr auto alignment = std::align_val_t{64};

void free_block(void* block, std::size_t) { std::free(block); }

void* by_posix_memalign(std::size_t size) {
  void* block = nullptr;
  return ::posix_memalign(&block, 64, size) == 0 ? block : nullptr;
}

void* by_strdup(std::size_t size) {
  std::array<char, 4096> text{};
  std::memset(text.data(), 'x', size);
  return ::strdup(text.data());
}

// One for each function that allocates memory, and for each form of new with each matching
// form of delete.
constexpr Maker all_makers[] = {
    {"malloc", std::malloc, free_block},
    {"calloc", [](std::size_t size) { return std::calloc(1, size); }, free_block},
    {"realloc", [](std::size_t size) { return std::realloc(nullptr, size); }, free_block},
    {"reallocarray", [](std::size_t size) { return ::reallocarray(nullptr, 2, size); }, free_block},
    {"memalign", [](std::size_t size) { return ::memalign(64, size); }, free_block},
    {"aligned_alloc", [](std::size_t size) { return std::aligned_alloc(64, size); }, free_block},
    {"posix_memalign", by_posix_memalign, free_block},
    {"valloc", ::valloc, free_block},
    {"pvalloc", ::pvalloc, free_block},
    {"strdup", by_strdup, free_block},
    {"new", [](std::size_t size) { return ::operator new(size); },
     [](void* block, std::size_t) { ::operator delete(block); }},
    {"new_sized", [](std::size_t size) { return ::operator new(size); },
     [](void* block, std::size_t size) { ::operator delete(block, size); }},
    {"new_nothrow", [](std::size_t size) { return ::operator new(size, std::nothrow); },
     [](void* block, std::size_t) { ::operator delete(block, std::nothrow); }},
    {"new_aligned", [](std::size_t size) { return ::operator new(size, alignment); },
     [](void* block, std::size_t) { ::operator delete(block, alignment); }},
    {"new_aligned_sized", [](std::size_t size) { return ::operator new(size, alignment); },
     [](void* block, std::size_t size) { ::operator delete(block, size, alignment); }},
    {"new_aligned_nothrow",
     [](std::size_t size) { return ::operator new(size, alignment, std::nothrow); },
     [](void* block, std::size_t) { ::operator delete(block, alignment, std::nothrow); }},
    {"new[]", [](std::size_t size) { return ::operator new[](size); },
     [](void* block, std::size_t) { ::operator delete[](block); }},
    {"new[]_sized", [](std::size_t size) { return ::operator new[](size); },
     [](void* block, std::size_t size) { ::operator delete[](block, size); }},
    {"new[]_nothrow", [](std::size_t size) { return ::operator new[](size, std::nothrow); },
     [](void* block, std::size_t) { ::operator delete[](block, std::nothrow); }},
    {"new[]_aligned", [](std::size_t size) { return ::operator new[](size, alignment); },
     [](void* block, std::size_t) { ::operator delete[](block, alignment); }},
    {"new[]_aligned_sized", [](std::size_t size) { return ::operator new[](size, alignment); },
     [](void* block, std::size_t size) { ::operator delete[](block, size, alignment); }},
    {"new[]_aligned_nothrow",
     [](std::size_t size) { return ::operator new[](size, alignment, std::nothrow); },
     [](void* block, std::size_t) { ::operator delete[](block, alignment, std::nothrow); }},
};

struct Held {
  void* block;
  std::size_t size;
  const Maker* maker;
};

std::array<Held, 4096> held;
std::size_t held_count = 0;

Held& last() { return held[held_count - 1]; }

long usable(void* block) { return static_cast<long>(::malloc_usable_size(block)); }

long drop(long, long, long) {
  const Held dropped = held[--held_count];
  const long size = usable(dropped.block);
  dropped.maker->release(dropped.block, dropped.size);
  return size;
}

long drop_in_another_thread(long, long, long) {
  static long size = 0;
  run_threads(1, [](long) { size = drop(0, 0, 0); });
  return size;
}

// Runs before any constructor, and so before the interposer is initialised.
constexpr std::size_t early_count = 1000;
std::array<void*, early_count> early;

void allocate_early() {
  for (void*& block : early) block = used(std::malloc(100));
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const at_start)() = allocate_early;

long drop_early(long, long, long) {
  for (void* block : early) std::free(block);
  return early_count;
}

long keep_pvalloc(long size, long, long) {
  return used(::pvalloc(static_cast<std::size_t>(size))) != nullptr;
}

// Resizes the last block; answers its growth.
long resize(long size, long, long) {
  const long before = usable(last().block);
  last().block = used(std::realloc(last().block, static_cast<std::size_t>(size)));
  return usable(last().block) - before;
}

long resize_to_nothing(long, long, long) {
  const Held dropped = held[--held_count];
  const long size = usable(dropped.block);
  if (std::realloc(dropped.block, 0)) std::abort();
  return size;
}

// Makes allocations that are too large; answers a bit mask of those that failed as libc's
// do. Releases everything.
long ask_for_too_much(long, long, long) {
  volatile std::size_t much = SIZE_MAX / 2;
  long answer = 1;
  const auto record = [&answer](bool refused) {
    answer = answer * 2 + (refused ? 1 : 0);
    errno = 0;
  };
  const auto record_block = [&record](void* block) { record(block == nullptr && errno == ENOMEM); };
  errno = 0;
  record_block(std::malloc(much));
  record_block(std::calloc(much, 4));
  record_block(std::aligned_alloc(64, much));
  record_block(std::realloc(nullptr, much));
  record_block(std::realloc(last().block, much));
  record_block(::reallocarray(last().block, much, 4));
  void* block = nullptr;
  record(::posix_memalign(&block, 3, 100) == EINVAL);
  record(::operator new(much, std::nothrow) == nullptr);
  for (const bool aligned : {false, true}) {
    try {
      used(aligned ? ::operator new[](much, alignment) : ::operator new(much));
    } catch (const std::bad_alloc&) {
      record(true);
    }
  }
  return answer;
}

long errno_after_use(long, long, long) {
  errno = 4711;
  std::free(used(std::malloc(100)));
  delete[] static_cast<char*>(used(new char[100]));
  return errno;
}

long fill_last(long, long, long) {
  std::memset(last().block, 'x', last().size);
  return 1;
}

constexpr Operation all_operations[] = {
    {"fill_last", fill_last},
    {"drop", drop},
    {"drop_early", drop_early},
    {"drop_in_another_thread", drop_in_another_thread},
    {"keep_pvalloc", keep_pvalloc},
    {"resize", resize},
    {"resize_to_nothing", resize_to_nothing},
    {"ask_for_too_much", ask_for_too_much},
    {"errno_after_use", errno_after_use},
};

}  // namespace

void* used(void* block) {
  asm volatile("" : "+r"(block) : : "memory");
  return block;
}

std::span<const Maker> makers() { return all_makers; }
std::span<const Operation> allocations() { return all_operations; }

long make(const Maker& maker, std::size_t size) {
  void* block = nullptr;
  try {
    block = used(maker.make(size));
  } catch (const std::bad_alloc&) {
  }
  if (!block) return 0;
  held[held_count++] = {block, size, &maker};
  return usable(block);
}

}  // namespace heap_subject
