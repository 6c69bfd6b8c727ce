// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace leakproof::symbols {

/// The functions that a library exports, of those that a process has loaded: the one whose file has
/// this name ("libjwt.so.0.5.1"). Empty if there is none, or if it cannot be read.
std::vector<std::string> exported_functions(pid_t, std::string_view library);

}  // namespace leakproof::symbols
