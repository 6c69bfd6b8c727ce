// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace leakproof {

/// The lines of a source file of a process, which may have another root folder and another user
/// than this one, and which names the file itself. Empty if the file cannot be read, if not
/// everybody nor the user of the process may read it, or if it has more than 4 MB.
std::vector<std::string> source_lines(pid_t, const std::string& file);

}  // namespace leakproof
