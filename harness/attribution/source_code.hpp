// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// Reads the text of the first frame of the user's in each owner, of at most 16 files and 160 bytes
/// of each line, and finds the file where a runtime only knows its name, and the line where it only
/// knows the first line of each
/// function. `pid`: the process whose stacks they are, while it lives.
void add_code(pid_t pid, std::vector<Owner>&);

}  // namespace leakproof
