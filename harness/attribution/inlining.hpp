// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "attribution/symbols.hpp"

struct Dwfl_Module;

namespace leakproof::symbols {

/// What debug information says of an address, innermost inlined function first:
/// functions, files and lines. Empty if there is no debug information.
std::vector<Frame> debug_frames(Dwfl_Module*, std::uint64_t address);

/// "_ZN3foo3barEv" → "foo::bar()"; any other name stays as it is.
std::string demangled(const char* name);

}  // namespace leakproof::symbols
