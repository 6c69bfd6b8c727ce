// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

// Of the whole program, in the order in which they win.
inline constexpr int exit_clean = 0;       // every trial clean, or as declared
inline constexpr int exit_leak = 1;        // a leak, or another verdict than declared
inline constexpr int exit_usage = 2;       // nothing was run
inline constexpr int exit_no_verdict = 3;  // a trial or a control broke, or stayed open
inline constexpr int exit_skipped = 77;    // every trial was: what test runners take for that

// Of `leakproof run --bisect`, besides 0 and 1: what git bisect run understands.
inline constexpr int exit_skip_commit = 125;     // no verdict on this one
inline constexpr int exit_stop_bisecting = 128;  // nor on any other

}  // namespace leakproof
