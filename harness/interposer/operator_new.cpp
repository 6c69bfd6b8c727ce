// SPDX-License-Identifier: MIT
#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <type_traits>

#include "interposer/counting.hpp"
#include "interposer/failing.hpp"
#include "interposer/next.hpp"
#include "interposer/tracking.hpp"

// The usual operators call malloc and free, and are counted there. An allocator's own
// operators bypass malloc and free, and are counted here.
namespace leakproof::preload {
namespace {

using std::align_val_t;
using std::nothrow_t;
using std::size_t;
static_assert(std::is_same_v<size_t, unsigned long>, "the mangled names below say so");

enum class Operators {
  unknown,
  absent,  // a C program; C++ libraries that it loads later use the replacements below
  usual,   // operators of a C++ runtime
  allocators_own
};

constinit Operators behind_ours = Operators::unknown;

// Fails as the C++ runtime does: calls its new handler, then throws its bad_alloc. Finds
// the runtime even if dlopen loaded it with RTLD_LOCAL.
template <class... Arguments>
void* fail(const char* mangled, Arguments... arguments) {
  for (const char* runtime : {"libstdc++.so.6", "libc++.so.1"}) {
    void* const handle = ::dlopen(runtime, RTLD_LAZY | RTLD_NOLOAD);
    void* const function = handle ? ::dlsym(handle, mangled) : nullptr;
    if (function) return reinterpret_cast<void* (*)(Arguments...)>(function)(arguments...);
  }
  std::abort();
}

// Replacements that use the same functions as libstdc++'s operators, so that a block from
// one can be released by the other.
template <class... Nothrow>
void* allocate(size_t size, Nothrow...) noexcept {
  return std::malloc(std::max(size, size_t{1}));
}

template <class... Nothrow>
void* allocate_aligned(size_t size, align_val_t alignment, Nothrow...) noexcept {
  void* block = nullptr;
  const auto multiple = std::max(static_cast<size_t>(alignment), sizeof(void*));
  return ::posix_memalign(&block, multiple, size) == 0 ? block : nullptr;
}

void* allocate_or_fail(size_t size) {
  void* const block = allocate(size);
  return block ? block : fail("_Znwm", size);
}

void* allocate_aligned_or_fail(size_t size, align_val_t alignment) {
  void* const block = allocate_aligned(size, alignment);
  return block ? block : fail("_ZnwmSt11align_val_t", size, alignment);
}

template <class... Hints>
void release(void* block, Hints...) noexcept {
  std::free(block);
}

/// The operator that one of ours forwards to.
template <class Function>
class Behind {
 public:
  constexpr Behind(const char* mangled, Function* fallback)
      : mangled_(mangled), fallback_(fallback) {}

  template <class... Arguments>
  auto operator()(Arguments... arguments) noexcept(
      std::is_nothrow_invocable_v<Function*, Arguments...>) {
    return function()(arguments...);
  }

 private:
  Function* function() noexcept {
    if (Function* const known = function_.load(std::memory_order_relaxed)) return known;
    if (!next()) return fallback_;
    void* const theirs = behind_ours == Operators::absent ? nullptr : ::dlsym(RTLD_NEXT, mangled_);
    function_ = theirs ? reinterpret_cast<Function*>(theirs) : fallback_;
    return function_;
  }

  const char* mangled_;
  Function* fallback_;
  std::atomic<Function*> function_ = nullptr;
};

// The event counter shows whether the operator called malloc or free, so that an exception
// leaves nothing to undo.
template <class Function, class... Arguments>
void* make(Behind<Function>& behind,
           Arguments... arguments) noexcept(std::is_nothrow_invocable_v<Function*, Arguments...>) {
  const bool own = behind_ours == Operators::allocators_own;
  if (own && must_fail()) [[unlikely]] {
    if constexpr (std::is_nothrow_invocable_v<Function*, Arguments...>) return nullptr;
    return fail("_ZSt17__throw_bad_allocv");
  }
  const auto before = mine.events;
  mine.asked = own;  // after an exception it stays set until the next operator
  void* const block = behind(arguments...);
  mine.asked = false;
  if (own && block && mine.events == before && is_counting()) {
    const size_t size = size_of(*next(), block);
    count(&Stripe::allocated, size);
    if (is_tracking()) [[unlikely]]
      track(ResourceKind::block, id_of(block), size);
  }
  return block;
}

template <class Function, class... Hints>
void drop(Behind<Function>& behind, void* block, Hints... hints) noexcept {
  if (behind_ours != Operators::allocators_own || !block || !is_counting()) {
    behind(block, hints...);
    return;
  }
  const auto before = mine.events;
  const auto size = size_of(*next(), block);
  if (is_tracking()) [[unlikely]]
    forget(ResourceKind::block, id_of(block));
  behind(block, hints...);
  if (mine.events == before) count(&Stripe::freed, size);
}

}  // namespace

void resolve_operators() {
  const void* const plain = ::dlsym(RTLD_NEXT, "_Znwm");
  if (!plain) {
    behind_ours = Operators::absent;
  } else {
    behind_ours = found.is_allocator(plain) ? Operators::allocators_own : Operators::usual;
  }
}

}  // namespace leakproof::preload

#pragma GCC visibility push(default)

using namespace leakproof::preload;

void* operator new(size_t size) {
  static constinit Behind behind("_Znwm", allocate_or_fail);
  return make(behind, size);
}

void* operator new(size_t size, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZnwmRKSt9nothrow_t", allocate<const nothrow_t&>);
  return make(behind, size, nothrow);
}

void* operator new(size_t size, align_val_t alignment) {
  static constinit Behind behind("_ZnwmSt11align_val_t", allocate_aligned_or_fail);
  return make(behind, size, alignment);
}

void* operator new(size_t size, align_val_t alignment, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZnwmSt11align_val_tRKSt9nothrow_t",
                                 allocate_aligned<const nothrow_t&>);
  return make(behind, size, alignment, nothrow);
}

void* operator new[](size_t size) {
  static constinit Behind behind("_Znam", allocate_or_fail);
  return make(behind, size);
}

void* operator new[](size_t size, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZnamRKSt9nothrow_t", allocate<const nothrow_t&>);
  return make(behind, size, nothrow);
}

void* operator new[](size_t size, align_val_t alignment) {
  static constinit Behind behind("_ZnamSt11align_val_t", allocate_aligned_or_fail);
  return make(behind, size, alignment);
}

void* operator new[](size_t size, align_val_t alignment, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZnamSt11align_val_tRKSt9nothrow_t",
                                 allocate_aligned<const nothrow_t&>);
  return make(behind, size, alignment, nothrow);
}

void operator delete(void* block) noexcept {
  static constinit Behind behind("_ZdlPv", release<>);
  drop(behind, block);
}

void operator delete(void* block, size_t size) noexcept {
  static constinit Behind behind("_ZdlPvm", release<size_t>);
  drop(behind, block, size);
}

void operator delete(void* block, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZdlPvRKSt9nothrow_t", release<const nothrow_t&>);
  drop(behind, block, nothrow);
}

void operator delete(void* block, align_val_t alignment) noexcept {
  static constinit Behind behind("_ZdlPvSt11align_val_t", release<align_val_t>);
  drop(behind, block, alignment);
}

void operator delete(void* block, size_t size, align_val_t alignment) noexcept {
  static constinit Behind behind("_ZdlPvmSt11align_val_t", release<size_t, align_val_t>);
  drop(behind, block, size, alignment);
}

void operator delete(void* block, align_val_t alignment, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZdlPvSt11align_val_tRKSt9nothrow_t",
                                 release<align_val_t, const nothrow_t&>);
  drop(behind, block, alignment, nothrow);
}

void operator delete[](void* block) noexcept {
  static constinit Behind behind("_ZdaPv", release<>);
  drop(behind, block);
}

void operator delete[](void* block, size_t size) noexcept {
  static constinit Behind behind("_ZdaPvm", release<size_t>);
  drop(behind, block, size);
}

void operator delete[](void* block, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZdaPvRKSt9nothrow_t", release<const nothrow_t&>);
  drop(behind, block, nothrow);
}

void operator delete[](void* block, align_val_t alignment) noexcept {
  static constinit Behind behind("_ZdaPvSt11align_val_t", release<align_val_t>);
  drop(behind, block, alignment);
}

void operator delete[](void* block, size_t size, align_val_t alignment) noexcept {
  static constinit Behind behind("_ZdaPvmSt11align_val_t", release<size_t, align_val_t>);
  drop(behind, block, size, alignment);
}

void operator delete[](void* block, align_val_t alignment, const nothrow_t& nothrow) noexcept {
  static constinit Behind behind("_ZdaPvSt11align_val_tRKSt9nothrow_t",
                                 release<align_val_t, const nothrow_t&>);
  drop(behind, block, alignment, nothrow);
}

#pragma GCC visibility pop
