// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string_view>

namespace leakproof {

/// The runtime in this process that collects garbage when it likes, so that its
/// memory says little before it did: "V8", "JVM", "Go", ".NET", "Ruby". Empty for
/// what frees at once, CPython included.
std::string_view collecting_runtime(pid_t);

}  // namespace leakproof
