// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "symbols/symbols.hpp"

struct Dwfl_Module;

namespace leakproof::symbols {

/// The functions, files and lines at an address according to debug information, innermost
/// inlined function first. Empty without debug information.
std::vector<Frame> debug_frames(Dwfl_Module*, std::uint64_t address);

/// "_ZN3foo3barEv" → "foo::bar()". Returns other names unchanged.
std::string demangled(const char* name);

}  // namespace leakproof::symbols
