// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/thread.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

#include "runtimes/native/own_memory.hpp"
#include "runtimes/php/agent/zend.hpp"

namespace leakproof::php {
namespace {

constexpr std::size_t stack_size = 1 << 20;
constexpr std::size_t guard_size = 64 << 10;
constexpr std::uintptr_t step = 1 << 20;
constexpr int most_steps = 64;

// From 8.3 on, PHP raises an error at each call from C whose stack pointer is below a limit that
// belongs to the stack of the main thread. So this stack lies above that, where Linux leaves a
// random gap. Null if there is no space.
void* space_above_main_stack() {
  // The name of the program is the last text on the stack (execve).
  const std::uintptr_t end = ::getauxval(AT_EXECFN);
  if (end == 0) return nullptr;
  for (int i = 1; i <= most_steps; ++i) {
    const std::uintptr_t wanted = (end / step + static_cast<std::uintptr_t>(i)) * step;
    void* const space = native::own_memory(guard_size + stack_size, wanted, MAP_FIXED_NOREPLACE);
    if (reinterpret_cast<std::uintptr_t>(space) == wanted) return space;
    // A kernel before 4.17 takes the address for a hint.
    if (space != nullptr) ::syscall(SYS_munmap, space, guard_size + stack_size);
  }
  return nullptr;
}

bool choose_stack(pthread_attr_t& attributes) {
  void* const space = space_above_main_stack();
  if (space == nullptr) return &zend_call_stack_get == nullptr;  // any stack will do
  ::syscall(SYS_mprotect, space, guard_size, PROT_NONE);
  return ::pthread_attr_setstack(&attributes, static_cast<char*>(space) + guard_size, stack_size) ==
         0;
}

}  // namespace

bool start_thread(void* (*run)(void*)) {
  pthread_attr_t attributes;
  if (::pthread_attr_init(&attributes) != 0) return false;
  ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread{};
  const bool started =
      choose_stack(attributes) && ::pthread_create(&thread, &attributes, run, nullptr) == 0;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_attr_destroy(&attributes);
  return started;
}

}  // namespace leakproof::php
