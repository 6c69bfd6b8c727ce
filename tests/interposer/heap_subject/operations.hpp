// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

/// A program that does to its heap what it is asked, and nothing else: between
/// two orders it makes no allocation of its own.
namespace heap_subject {

/// "name a b c" runs the operation; what it returns is the answer.
struct Operation {
  const char* name;
  long (*run)(long a, long b, long c);
};

/// A way to allocate and the matching way to release. "name size" makes a block
/// and answers its usable size, 0 where it is refused; "drop" releases the last one and answers the
/// same.
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

/// Touched, so that the compiler cannot leave the allocation out.
void* used(void*);

/// Runs `thread(i)` in `count` threads and waits for all of them. Small stacks:
/// libc keeps them, and what belongs to them, for the next threads.
inline constexpr std::size_t most_threads = 256;
void run_threads(long count, void (*thread)(long i));

}  // namespace heap_subject
