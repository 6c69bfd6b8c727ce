// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof {

// Exit codes of the program. A missed control takes precedence over a leak, and a leak over
// trials without a verdict.
inline constexpr int exit_clean = 0;       // every trial is clean, or matches its declaration
inline constexpr int exit_leak = 1;        // a leak, or a verdict that contradicts the declaration
inline constexpr int exit_usage = 2;       // invalid arguments: no trial ran
inline constexpr int exit_no_verdict = 3;  // an invalid or inconclusive trial, or a missed control
inline constexpr int exit_skipped = 77;  // every trial was skipped; the code that test runners use

// Exit codes of `leakproof run --bisect`, in addition to 0 and 1, as `git bisect run` defines them.
inline constexpr int exit_skip_commit = 125;     // no verdict on this commit
inline constexpr int exit_stop_bisecting = 128;  // the command line is wrong on every commit

}  // namespace leakproof
