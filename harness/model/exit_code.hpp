// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

// Exit codes of the program. A missed control is exit_no_verdict even where a leak was
// found; a leak is exit_leak even where other trials have no verdict.
inline constexpr int exit_clean = 0;       // every trial is clean, or as declared
inline constexpr int exit_leak = 1;        // a leak, or another verdict than declared
inline constexpr int exit_usage = 2;       // wrong arguments: nothing was run
inline constexpr int exit_no_verdict = 3;  // a trial broke or is open, or a control was missed
inline constexpr int exit_skipped = 77;    // every trial was skipped, as test runners say it

// Exit codes of `leakproof run --bisect`, in addition to 0 and 1, as git bisect run reads them.
inline constexpr int exit_skip_commit = 125;     // no verdict on this commit
inline constexpr int exit_stop_bisecting = 128;  // the command line is wrong on every commit

}  // namespace leakproof
