// SPDX-License-Identifier: MIT
// An allocator whose operators call its malloc, as any program would: through
// whoever stands in front of it.
#include <cstdlib>
#include <new>

extern "C" {
void* __libc_malloc(std::size_t);
void __libc_free(void*);

void* malloc(std::size_t size) noexcept { return __libc_malloc(size); }
void free(void* block) noexcept { __libc_free(block); }
}

void* operator new(std::size_t size) {
  if (void* const block = std::malloc(size)) return block;
  throw std::bad_alloc();
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
