// SPDX-License-Identifier: MIT
#pragma once

#include <signal.h>

namespace leakproof {

/// While it lives, writing to a child that has gone is an error, and not the end of
/// this process, which is not ours.
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
