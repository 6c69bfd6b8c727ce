// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/owner.hpp"

namespace leakproof {

/// The function of a library in C whose name says that it releases what `called` makes, such as
/// "git_remote_free" for "git_remote_connect". Empty if none does.
std::string release_function_for(std::string_view called, std::span<const std::string> exported);

/// Sets Owner::release of native owners. `pid`: the process whose stacks they are, while it lives.
void add_release_functions(pid_t pid, std::vector<Owner>&);

}  // namespace leakproof
