// SPDX-License-Identifier: MIT
#include <pthread.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "operations.hpp"

namespace heap_subject {
namespace {

pthread_barrier_t all_here;

void hammer(long times) {
  for (long i = 0; i < times; ++i) std::free(used(std::malloc(100)));
}

// Starts `count` threads that all exist from the first allocation to the last. Each leaks a
// block.
long concurrency(long count, long, long) {
  ::pthread_barrier_init(&all_here, nullptr, static_cast<unsigned>(count));
  run_threads(count, [](long) {
    used(std::malloc(100));
    ::pthread_barrier_wait(&all_here);
    hammer(20'000);
    ::pthread_barrier_wait(&all_here);
  });
  return count;
}

long one_after_another(long count, long, long) {
  for (long i = 0; i < count; ++i) {
    run_threads(1, [](long) { used(std::malloc(100)); });
  }
  return count;
}

// A thread allocates after it has returned its stripe, while another thread has taken that
// stripe. Leaks a block.
long allocate_at_thread_end(long, long, long) {
  static pthread_key_t key;
  static const bool once = ::pthread_key_create(&key, [](void* block) {
                             std::free(block);
                             ::pthread_barrier_wait(&all_here);
                             hammer(2'000'000);
                           }) == 0;
  ::pthread_barrier_init(&all_here, nullptr, 2);
  run_threads(2, [](long i) {
    if (i == 0) {
      ::pthread_setspecific(key, used(std::malloc(100)));
      return;
    }
    ::pthread_barrier_wait(&all_here);
    used(std::malloc(100));
    hammer(2'000'000);
  });
  return once;
}

pthread_t waiting;
pthread_barrier_t over;

// Starts a thread that allocates nothing and runs until it is told to end.
long start_thread(long, long, long) {
  ::pthread_barrier_init(&over, nullptr, 2);
  const auto wait = [](void*) -> void* {
    ::pthread_barrier_wait(&over);
    return nullptr;
  };
  return ::pthread_create(&waiting, nullptr, wait, nullptr);
}

long end_thread(long, long, long) {
  ::pthread_barrier_wait(&over);
  return ::pthread_join(waiting, nullptr);
}

constexpr Operation all_operations[] = {
    {"start_thread", start_thread},
    {"end_thread", end_thread},
    {"concurrent", concurrency},
    {"one_after_another", one_after_another},
    {"allocate_at_thread_end", allocate_at_thread_end},
};

struct Start {
  void (*thread)(long);
  long i;
};

}  // namespace

std::span<const Operation> threads() { return all_operations; }

void run_threads(long count, void (*thread)(long)) {
  static std::array<pthread_t, most_threads> running;
  static std::array<Start, most_threads> starts;
  const auto entry = [](void* start) -> void* {
    static_cast<Start*>(start)->thread(static_cast<Start*>(start)->i);
    return nullptr;
  };
  pthread_attr_t small;
  ::pthread_attr_init(&small);
  ::pthread_attr_setstacksize(&small, 64 * 1024);
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    starts[i] = {thread, static_cast<long>(i)};
    if (::pthread_create(&running[i], &small, entry, &starts[i]) != 0) std::abort();
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    ::pthread_join(running[i], nullptr);
  }
  ::pthread_attr_destroy(&small);
}

}  // namespace heap_subject
