// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

/// "with exit code 7"; for minus the number of a signal, "by signal 11".
std::string exit_text(int exit_code);

}  // namespace leakproof
