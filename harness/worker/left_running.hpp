// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "posix/process.hpp"

namespace leakproof {

/// The command lines, made printable, of the daemons that this process has started and that would
/// outlive it; without `measured`, which may be one itself. 0: none is.
std::vector<std::string> left_running(const Process&, pid_t measured);

}  // namespace leakproof
