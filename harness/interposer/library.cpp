// SPDX-License-Identifier: MIT
// Notes libraries whose calls of malloc and free bypass the interposer: they are bound to libc's
// first, or belong to another namespace, which has a libc of its own.
//
// dlopen searches the run path of its caller, which it finds by its return address. Both functions
// end with a tail call, so that this is the program's.
#include <dlfcn.h>

#include "interposer/next.hpp"

#pragma GCC visibility push(default)
extern "C" {

using namespace leakproof::preload;

void* dlopen(const char* path, int flags) noexcept {
  if ((flags & RTLD_DEEPBIND) != 0) note_bypass();
  return next()->dlopen(path, flags);
}

void* dlmopen(Lmid_t space, const char* path, int flags) noexcept {
  if (space != LM_ID_BASE || (flags & RTLD_DEEPBIND) != 0) note_bypass();
  return next()->dlmopen(space, path, flags);
}

}  // extern "C"
#pragma GCC visibility pop
