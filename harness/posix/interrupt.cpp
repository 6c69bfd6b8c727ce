// SPDX-License-Identifier: MIT
#include "posix/interrupt.hpp"

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace leakproof {
namespace {

// SIGUSR2 wakes the listener thread so that it can end.
constexpr int exit_report = SIGUSR2;

sigset_t listened_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, exit_report}) sigaddset(&set, signal);
  return set;
}

}  // namespace

Interrupt::Interrupt() : event_(checked_fd(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  ::signal(SIGPIPE, SIG_IGN);  // writing to a worker that has exited must not kill this process
  const sigset_t set = listened_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  listener_ = std::thread([this] { wait_for_signals(); });
}

Interrupt::Interrupt(Never) : event_(checked_fd(::eventfd(0, EFD_CLOEXEC), "eventfd")) {}

Interrupt::~Interrupt() {
  if (!listener_.joinable()) return;
  done_ = true;
  pthread_kill(listener_.native_handle(), exit_report);
  listener_.join();
}

void Interrupt::wait_for_signals() {
  const sigset_t set = listened_signals();
  for (int signal = 0; !done_; sigwait(&set, &signal)) {
    if (signal == 0 || signal == exit_report) continue;
    if (requested_.exchange(true)) _exit(128 + signal);
    ::eventfd_write(event_.get(), 1);
  }
}

}  // namespace leakproof
