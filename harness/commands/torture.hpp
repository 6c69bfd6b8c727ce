// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "options/run_options.hpp"

namespace leakproof {

/// Of `leakproof torture`, as given.
struct TortureOptions {
  RunOptions run{.worker_timeout_seconds = 5};  // client, scenario, worker and its limits
  std::int64_t fail_at = 0;                     // 0: every call, one after the other
  std::int64_t in_a_row = 1;                    // so many calls fail
  std::int64_t max_calls = 10'000;
  double seconds = 120;
  bool system_calls = false;
};

/// `leakproof torture`: what the client does when it gets no memory, or a system
/// call fails. Throws UsageError before anything is run.
int torture_command(const TortureOptions&);

}  // namespace leakproof
