// SPDX-License-Identifier: MIT
#pragma once

#include <elfutils/libdwfl.h>

namespace leakproof::symbols {

/// A find_debuginfo callback for Dwfl_Callbacks. Finds a module's separate debug file by its
/// build id, in debuginfod's cache, or by its .gnu_debuglink. Never uses the network.
int debug_info_of(Dwfl_Module*, void** user_data, const char* module, Dwarf_Addr base,
                  const char* file, const char* link, GElf_Word link_checksum, char** found);

}  // namespace leakproof::symbols
