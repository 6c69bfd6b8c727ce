// SPDX-License-Identifier: MIT
#pragma once

#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "posix/fd.hpp"
#include "runtimes/jvm/reference_handler.hpp"

namespace leakproof::testing {

/// A thread of this process with the name of HotSpot's reference handler, blocked until it is
/// woken.
class FakeReferenceHandler {
 public:
  FakeReferenceHandler() {
    ::pthread_setname_np(thread_.native_handle(), "Reference Handl");
    ReferenceHandler handler(::getpid());
    while (handler.has_been_woken().value_or(true)) std::this_thread::yield();
  }
  ~FakeReferenceHandler() {
    ends_ = true;
    wake();
  }
  FakeReferenceHandler(const FakeReferenceHandler&) = delete;
  FakeReferenceHandler& operator=(const FakeReferenceHandler&) = delete;

  void wake() { ::eventfd_write(woken_.get(), 1); }

 private:
  void run() {
    eventfd_t times = 0;
    while (!ends_) ::eventfd_read(woken_.get(), &times);
  }

  Fd woken_{::eventfd(0, EFD_CLOEXEC)};
  std::atomic<bool> ends_ = false;
  std::jthread thread_{[this] { run(); }};
};

}  // namespace leakproof::testing
