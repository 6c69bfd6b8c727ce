// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::cli {

// Of the whole program, in the order in which they win.
inline constexpr int exit_clean = 0;       // every trial clean, or as declared
inline constexpr int exit_leak = 1;        // a leak, or another verdict than declared
inline constexpr int exit_usage = 2;       // nothing was run
inline constexpr int exit_no_verdict = 3;  // a trial or a control broke, or stayed open
inline constexpr int exit_skipped = 77;    // every trial was: what test runners take for that

/// The program: arguments, options, command, exit code.
int main(int argc, char** argv);

}  // namespace leakproof::cli
