// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <string>

namespace leakproof {

/// "process 4711 (node server.js)", with the beginning of its command line made printable.
std::string process_text(pid_t);

}  // namespace leakproof
