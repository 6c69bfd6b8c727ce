// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "commands/command.hpp"

namespace leakproof::commands {

/// The commands of all files in commands/, sorted by name.
std::span<const CommandEntry> catalogue();

}  // namespace leakproof::commands
