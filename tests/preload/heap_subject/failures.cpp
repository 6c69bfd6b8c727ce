// SPDX-License-Identifier: MIT
#include <pthread.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#include "operations.hpp"

namespace heap_subject {
namespace {

// Answers which of so many allocations was refused first, or 0; -1 where it was
// not refused as libc refuses.
[[gnu::noinline]] long first_refused(long count, long, long) {
  long refused = 0;
  for (long i = 1; i <= count; ++i) {
    errno = 0;
    void* const block = used(std::malloc(100));
    if (!block && refused == 0) refused = errno == ENOMEM ? i : -1;
    std::free(block);
  }
  return refused;
}

long refusals(long count, long, long) {
  long refused = 0;
  for (long i = 0; i < count; ++i) {
    void* const block = used(std::malloc(100));
    if (!block) ++refused;
    std::free(block);
  }
  return refused;
}

// Answers which of so many allocations by new threw, or 0.
long first_thrown(long count, long, long) {
  for (long i = 1; i <= count; ++i) {
    try {
      delete[] static_cast<char*>(used(new char[100]));
    } catch (const std::bad_alloc&) {
      return i;
    }
  }
  return 0;
}

pthread_barrier_t all_started;
std::atomic<long> refused_in_threads;

// Answers how many allocations were refused in so many threads at once, of a
// thousand in each.
long refusals_in_threads(long count, long, long) {
  refused_in_threads = 0;
  ::pthread_barrier_init(&all_started, nullptr, static_cast<unsigned>(count));
  run_threads(count, [](long) {
    ::pthread_barrier_wait(&all_started);
    refused_in_threads += refusals(1000, 0, 0);
  });
  return refused_in_threads;
}

// Answers whether a block that was refused more is what it was.
long stays_when_refused(long, long, long) {
  char* const block = static_cast<char*>(std::malloc(100));
  std::memset(block, 'x', 100);
  char* const larger = static_cast<char*>(used(std::realloc(block, 100'000)));
  if (larger) return 0;
  const bool whole = block[0] == 'x' && block[99] == 'x';
  std::free(block);
  return whole ? 1 : 0;
}

constexpr Operation all_operations[] = {
    {"first_refused", first_refused},
    {"refusals", refusals},
    {"first_thrown", first_thrown},
    {"refusals_in_threads", refusals_in_threads},
    {"stays_when_refused", stays_when_refused},
};

}  // namespace

std::span<const Operation> failures() { return all_operations; }

}  // namespace heap_subject
