// SPDX-License-Identifier: MIT
#pragma once

#include <elfutils/libdwfl.h>

namespace leakproof::symbols {

/// For Dwfl_Callbacks: a module's separate debug file, by its build id, from
/// debuginfod's cache, or as its .gnu_debuglink has it. Never from the network.
int debug_info_of(Dwfl_Module*, void** user_data, const char* module, Dwarf_Addr base,
                  const char* file, const char* link, GElf_Word link_checksum, char** found);

}  // namespace leakproof::symbols
