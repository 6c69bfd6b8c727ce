// SPDX-License-Identifier: MIT
#include "loop/own_heap.hpp"

#include <cstddef>

#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#endif

// Defined by every sanitizer's runtime (sanitizer/allocator_interface.h); null without one.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" [[gnu::weak]] std::size_t __sanitizer_get_current_allocated_bytes();

namespace leakproof {
namespace {

void write_valgrinds_view([[maybe_unused]] std::FILE* answers) {
#ifdef VALGRIND_DO_QUICK_LEAK_CHECK
  if (!RUNNING_ON_VALGRIND) return;
  VALGRIND_DO_QUICK_LEAK_CHECK;
  // Each block is in exactly one of these states; all of them are live.
  unsigned long leaked = 0;
  unsigned long dubious = 0;
  unsigned long reachable = 0;
  unsigned long suppressed = 0;
  VALGRIND_COUNT_LEAKS(leaked, dubious, reachable, suppressed);
  std::fprintf(answers, " heap_bytes=%lu", leaked + dubious + reachable + suppressed);
  VALGRIND_COUNT_LEAK_BLOCKS(leaked, dubious, reachable, suppressed);
  std::fprintf(answers, " heap_blocks=%lu", leaked + dubious + reachable + suppressed);
#endif
}

}  // namespace

bool is_tool_watching_heap() {
#ifdef VALGRIND_DO_QUICK_LEAK_CHECK
  if (RUNNING_ON_VALGRIND) return true;
#endif
  return __sanitizer_get_current_allocated_bytes != nullptr;
}

void write_own_heap(std::FILE* answers) {
  if (__sanitizer_get_current_allocated_bytes != nullptr) {
    std::fprintf(answers, " heap_bytes=%zu", __sanitizer_get_current_allocated_bytes());
  }
  write_valgrinds_view(answers);
}

}  // namespace leakproof
