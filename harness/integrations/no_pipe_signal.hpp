// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>

namespace leakproof {

/// Ignores SIGPIPE while it exists: writing to a child that has ended must not kill the
/// user's process.
class NoPipeSignal {
 public:
  NoPipeSignal() : before_(::signal(SIGPIPE, SIG_IGN)) {}
  ~NoPipeSignal() { ::signal(SIGPIPE, before_); }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;

 private:
  sighandler_t before_;
};

}  // namespace leakproof
