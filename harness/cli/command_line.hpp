// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::cli {

/// The program: arguments, options, command, exit code.
int main(int argc, char** argv);

}  // namespace leakproof::cli
