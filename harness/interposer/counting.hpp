// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>

#include "interposer/counters.hpp"

// What every call looks at lies together: a client's fetch finds it cold.
#define LEAKPROOF_HOT [[gnu::section("leakproof_at_hand")]]

/// Counting within the worker: what every allocation passes through.
namespace leakproof::preload {

/// What this process must not share with its children. The page it lives on is
/// wiped in a forked child (MADV_WIPEONFORK): an era of 0 tells the child, at
/// its very first count, that the counters it knows are its parent's.
struct Self {
  std::atomic<std::int64_t> era{};     // a process id, or before_attaching
  std::atomic<Slot*> slot{};           // null: nobody is counting
  std::atomic<std::uint64_t> taken{};  // stripes, by bit
  std::atomic<bool> settling{};
  bool knows_mappings = false;     // mapping.cpp: has looked at what it inherited
  pthread_mutex_t mapping_lock{};  // all zero is PTHREAD_MUTEX_INITIALIZER
};

inline constexpr std::int64_t before_attaching = -2;

extern constinit std::atomic<Self*> self;

/// One thread's part. Valid while its era is the process's.
struct alignas(32) Mine {
  std::int64_t era = -1;
  Stripe* stripe = nullptr;  // null: counts in the shared one
  std::uint64_t events = 0;  // counted so far; lets a caller see if its callee counted
  bool mapping = false;      // inside one of mapping.cpp's functions
  bool measuring = false;    // inside malloc_usable_size
  bool resolving = false;    // inside next.cpp's look-up
  bool failing = false;      // inside reach()
  bool tracking = false;     // inside track(): what is made there is our own
  bool asked = false;        // an operator has: what it calls is the same allocation
};

extern constinit thread_local Mine mine;

/// Nobody reads our counts: only forward.
extern constinit std::atomic<bool> passive;

/// Not what malloc_usable_size allocates: that may be tcmalloc setting itself up,
/// and to ask the size of its blocks would have no end.
inline bool is_counting() { return !passive.load(std::memory_order_relaxed) && !mine.measuring; }

using Side = Tally Stripe::*;

/// In a thread without a stripe, or one that has not asked for one yet.
[[gnu::cold]] void count_in_shared_stripe(Side, std::int64_t bytes);

inline void add(Counter& counter, std::int64_t amount) {
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

/// One block of `bytes` more on that side.
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

/// The program has mapped `bytes` for itself, all told.
void count_mapped(std::int64_t bytes);

}  // namespace leakproof::preload
