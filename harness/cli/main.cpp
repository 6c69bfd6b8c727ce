// SPDX-License-Identifier: MIT
#include "cli/command_line.hpp"

int main(int argc, char** argv) { return leakproof::cli::main(argc, argv); }
