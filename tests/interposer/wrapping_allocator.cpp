// SPDX-License-Identifier: MIT
// An allocator whose operators call malloc as any program does, so that the interposer sees
// the call. As tcmalloc does, it allocates when it is first asked for the size of a block.
#include <dlfcn.h>

#include <cstdlib>
#include <new>

namespace {

template <class Function>
Function* libcs(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) noexcept {
  static auto* const libcs_malloc = libcs<void*(std::size_t)>("malloc");
  return libcs_malloc(size);
}

void free(void* block) noexcept {
  static auto* const libcs_free = libcs<void(void*)>("free");
  libcs_free(block);
}

std::size_t malloc_usable_size(void* block) noexcept {
  static auto* const libcs_size = libcs<std::size_t(void*)>("malloc_usable_size");
  static void* set_up = nullptr;
  if (set_up == nullptr) set_up = ::operator new(8);
  return libcs_size(block);
}

}  // extern "C"

void* operator new(std::size_t size) {
  if (void* const block = std::malloc(size)) return block;
  throw std::bad_alloc();
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
