// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof::cli {

/// What `leakproof --version` prints: version, commit, and what can be used on this machine.
std::string version_text();

}  // namespace leakproof::cli
