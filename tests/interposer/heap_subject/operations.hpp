// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

/// A program that executes orders on its heap, and makes no other allocations.
namespace heap_subject {

/// "name a b c" runs the operation and answers its result.
struct Operation {
  const char* name;
  long (*run)(long a, long b, long c);
};

/// A function that allocates and the matching one that releases. "name size" allocates a
/// block and answers its usable size, or 0 if it is refused; "drop" releases the last block
/// and answers its usable size.
struct Maker {
  const char* name;
  void* (*make)(std::size_t size);
  void (*release)(void* block, std::size_t size);
};

std::span<const Maker> makers();
std::span<const Operation> allocations();
std::span<const Operation> descriptors();
std::span<const Operation> failures();
std::span<const Operation> threads();
std::span<const Operation> forks();
std::span<const Operation> mappings();

long make(const Maker&, std::size_t size);

/// Uses the block, so that the compiler cannot remove the allocation.
void* used(void*);

/// Runs `thread(i)` in `count` threads and waits for all of them. Their stacks are small,
/// because libc caches them for later threads.
inline constexpr std::size_t most_threads = 256;
void run_threads(long count, void (*thread)(long i));

}  // namespace heap_subject
