// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <vector>

#include "runtimes/runtime.hpp"

namespace leakproof::runtimes {

/// The runtimes in a process. There may be several: a Python program can load a JVM.
std::vector<RuntimeEntry> recognised(const ProcessImage&);

/// The runtimes in a running process. Empty if it has gone or may not be inspected.
std::vector<RuntimeEntry> recognised_in(pid_t);

}  // namespace leakproof::runtimes
