// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace leakproof {

/// Is this a name of an allocation function, be it libc's or a program's own, such as "xmalloc",
/// "pool_alloc" or "operator new(unsigned long)"? What its caller allocates belongs to the caller.
bool is_allocation_function(std::string_view function);

/// Is this a name that C reserves for its implementation, or one of the functions of libc that
/// allocate, map, open or start something? In a static program nothing but the name tells libc's
/// functions from those of the program.
bool is_libc_function(std::string_view function);

}  // namespace leakproof
