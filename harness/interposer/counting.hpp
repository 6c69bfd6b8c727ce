// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>

#include "interposer/counters.hpp"

// Places data that every call reads in one section, because it is often not in the cache
// when a fetch begins.
#define LEAKPROOF_HOT [[gnu::section("leakproof_at_hand")]]

/// Counting within the worker: the code that runs at every allocation.
namespace leakproof::preload {

/// State that this process must not share with its children. Its page is wiped in a forked
/// child (MADV_WIPEONFORK): an era of 0 tells the child, at its first count, that the
/// counters it has are its parent's.
struct Self {
  std::atomic<std::int64_t> era{};     // a process id, or before_attaching
  std::atomic<Slot*> slot{};           // null: not counted
  std::atomic<std::uint64_t> taken{};  // one bit for each stripe in use
  std::atomic<bool> settling{};
  bool knows_mappings = false;     // mapping.cpp has checked the inherited ranges
  pthread_mutex_t mapping_lock{};  // all zero is PTHREAD_MUTEX_INITIALIZER
};

inline constexpr std::int64_t before_attaching = -2;

extern constinit std::atomic<Self*> self;

/// The state of one thread. Valid while its era equals the process's.
struct alignas(32) Mine {
  std::int64_t era = -1;
  Stripe* stripe = nullptr;  // null: counts in the shared stripe
  std::uint64_t events = 0;  // number counted so far; tells a caller whether its callee counted
  bool mapping = false;      // inside one of mapping.cpp's functions
  bool measuring = false;    // inside malloc_usable_size
  bool resolving = false;    // inside next.cpp's look-up
  bool failing = false;      // inside reach()
  bool tracking = false;     // inside track(): allocations there are the interposer's
  bool nested = false;       // inside a function of the allocator that may call others of it
  bool asked = false;        // an operator has called must_fail() for the allocations that it makes
};

extern constinit thread_local Mine mine;

/// True if the counts are not read: calls are only forwarded.
extern constinit std::atomic<bool> passive;

/// False where an allocator calls itself, as some calloc() and realloc() call their own malloc()
/// and free(): such a block is counted once. And inside malloc_usable_size: tcmalloc may allocate
/// there while it initialises itself, and asking for the size of those blocks would recurse
/// endlessly.
inline bool is_counting() {
  return !passive.load(std::memory_order_relaxed) && !mine.measuring && !mine.nested;
}

using Side = Tally Stripe::*;

/// For a thread without a stripe, or one that has not requested a stripe yet.
[[gnu::cold]] void count_in_shared_stripe(Side, std::int64_t bytes);

inline void add(Counter& counter, std::int64_t amount) {
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

/// Counts one block of `size` bytes on that side.
inline void count(Side side, std::size_t size) {
  const auto bytes = static_cast<std::int64_t>(size);
  Mine& thread = mine;
  ++thread.events;
  const Self& process = *self.load(std::memory_order_relaxed);
  if (thread.era == process.era.load(std::memory_order_relaxed) && thread.stripe) [[likely]] {
    Tally& tally = thread.stripe->*side;
    add(tally.blocks, 1);
    add(tally.bytes, bytes);
  } else {
    count_in_shared_stripe(side, bytes);
  }
}

/// Sets the total number of bytes that the program has mapped directly.
void count_mapped(std::int64_t bytes);

/// Adds what an allocator other than libc's obtains from the kernel.
void count_reserve(std::int64_t bytes);

/// Gives a forked child its own counters before its first allocation. Called by what a client does
/// first.
void take_a_place();

/// Writes libc's own figures, as the supervisor has ordered. Takes the allocator's locks.
[[gnu::cold]] void publish_reserve();

/// Records that calls of malloc and free can bypass the interposer from now on.
void note_bypass();

}  // namespace leakproof::preload
