// SPDX-License-Identifier: MIT
// Tracks which code started a thread that does not end. A thread that ends without being
// joined is removed by counters.cpp, when it returns its stripe.
#include <pthread.h>

#include "interposer/next.hpp"
#include "interposer/tracking.hpp"

#pragma GCC visibility push(default)
extern "C" {

using namespace leakproof::preload;

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                   void* argument) noexcept {
  const int error = next()->pthread_create(thread, attributes, start, argument);
  if (error == 0 && is_tracking()) track(ResourceKind::thread, *thread, 0);
  return error;
}

int pthread_join(pthread_t thread, void** answer) {
  const int error = next()->pthread_join(thread, answer);
  if (error == 0 && is_tracking()) forget(ResourceKind::thread, thread);
  return error;
}

}  // extern "C"
#pragma GCC visibility pop
