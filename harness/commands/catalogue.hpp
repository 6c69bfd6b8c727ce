// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "commands/command.hpp"

namespace leakproof::commands {

/// Every file of commands/, in the order of their names.
std::span<const CommandEntry> catalogue();

}  // namespace leakproof::commands
