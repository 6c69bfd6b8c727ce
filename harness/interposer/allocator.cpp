// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cerrno>

#include "interposer/counting.hpp"
#include "interposer/failing.hpp"
#include "interposer/next.hpp"
#include "interposer/tracking.hpp"

namespace leakproof::preload {
namespace {

// Inlined, here and below: each extra frame would have to be unwound at every tracked
// allocation.
[[gnu::always_inline]] inline void* counted(const Next& behind, void* block) {
  if (!block || !is_counting()) return block;
  const std::size_t size = size_of(behind, block);
  count(&Stripe::allocated, size);
  if (has_order()) [[unlikely]]
    return tracked_block(block, size);
  return block;
}

/// While this exists, calls of this thread are those of an allocator that calls itself.
class Nested {
 public:
  Nested() { mine.nested = true; }
  ~Nested() { mine.nested = outer_; }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

 private:
  const bool outer_ = mine.nested;
};

template <class Call>
[[gnu::always_inline]] inline auto nested(Call call) {
  const Nested here;
  return call();
}

[[gnu::always_inline]] inline void* allocate(std::size_t size) {
  if (must_fail()) [[unlikely]]
    return no_memory();
  const Next* const behind = next();
  return behind ? counted(*behind, behind->malloc(size)) : early_allocate(size);
}

// Moves a block from the early arena to the real allocator, or to a larger place in the
// arena.
void* reallocate_early(void* block, std::size_t size) {
  void* const copy = allocate(size);
  if (copy) __builtin_memcpy(copy, block, std::min(size, early_size(block)));
  return copy;
}

void* reallocate(void* block, std::size_t size) {
  if (!block) return allocate(size);
  const Next* const behind = next();
  if (is_early(block) || !behind) [[unlikely]]
    return reallocate_early(block, size);
  if (size != 0 && must_fail()) [[unlikely]]
    return no_memory();
  if (!is_counting()) return behind->realloc(block, size);

  const std::size_t old_size = size_of(*behind, block);
  const auto gone =
      is_tracking() ? forget(ResourceKind::block, id_of(block)) : TrackingTable::Gone{};
  void* const moved = nested([&] { return behind->realloc(block, size); });
  // Null for 0 bytes means that the block was freed; for more bytes, that it was not moved
  // or freed.
  if (moved || size == 0) {
    count(&Stripe::freed, old_size);
  } else {
    restore(gone);
  }
  return counted(*behind, moved);
}

template <auto Next::*function>
void* allocate_aligned(std::size_t alignment, std::size_t size) {
  if (must_fail()) [[unlikely]]
    return no_memory();
  const Next* const behind = next();
  return behind ? counted(*behind, nested([&] { return (behind->*function)(alignment, size); }))
                : early_allocate(size, alignment);
}

// These functions are obsolete, and some allocators leave them to libc. The allocator must
// not be asked for the size of a block from libc.
template <auto Next::*function>
void* allocate_pages(std::size_t size) {
  if (must_fail()) [[unlikely]]
    return no_memory();
  const Next* const behind = next();
  if (!behind) [[unlikely]]
    return early_allocate(size, 4096);
  void* const block = nested([&] { return (behind->*function)(size); });
  const bool is_allocators = behind->is_allocator(reinterpret_cast<void*>(behind->*function));
  return is_allocators ? counted(*behind, block) : block;
}

}  // namespace
}  // namespace leakproof::preload

#pragma GCC visibility push(default)
extern "C" {

using namespace leakproof::preload;

void* malloc(std::size_t size) { return allocate(size); }

void free(void* block) {
  if (!block || is_early(block)) return;
  const Next* const behind = next();
  if (!behind) [[unlikely]]
    return;
  if (is_counting()) count(&Stripe::freed, size_of(*behind, block));
  if (is_tracking()) [[unlikely]]
    forget(ResourceKind::block, id_of(block));
  behind->free(block);
}

void* calloc(std::size_t number, std::size_t size) {
  if (must_fail()) [[unlikely]]
    return no_memory();
  const Next* const behind = next();
  if (behind) [[likely]]
    return counted(*behind, nested([&] { return behind->calloc(number, size); }));
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(number, size, &bytes)) bytes = SIZE_MAX;
  return early_allocate(bytes);  // the arena is never reused, so the bytes are zero
}

void* realloc(void* block, std::size_t size) { return reallocate(block, size); }

// libc's reallocarray calls realloc, but another allocator's might not.
void* reallocarray(void* block, std::size_t number, std::size_t size) {
  std::size_t bytes = 0;
  if (!__builtin_mul_overflow(number, size, &bytes)) return reallocate(block, bytes);
  errno = ENOMEM;
  return nullptr;
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
  if (must_fail()) [[unlikely]]
    return ENOMEM;
  const Next* const behind = next();
  if (!behind) [[unlikely]] {
    *block = early_allocate(size, alignment);
    return *block ? 0 : ENOMEM;
  }
  const int error = nested([&] { return behind->posix_memalign(block, alignment, size); });
  if (error == 0) counted(*behind, *block);
  return error;
}

void* memalign(std::size_t alignment, std::size_t size) {
  return allocate_aligned<&Next::memalign>(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return allocate_aligned<&Next::aligned_alloc>(alignment, size);
}

void* valloc(std::size_t size) { return allocate_pages<&Next::valloc>(size); }

void* pvalloc(std::size_t size) { return allocate_pages<&Next::pvalloc>(size); }

}  // extern "C"
#pragma GCC visibility pop
