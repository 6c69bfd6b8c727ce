// SPDX-License-Identifier: MIT
// PHP loads its extensions with RTLD_DEEPBIND, and then their calls of malloc and free bypass the
// interposer. It does without where the C library has no such flag (musl), so this does no harm.
#include <dlfcn.h>

#include "runtimes/php/agent/zend.hpp"

namespace {

using Open = void* (*)(const char*, int);

}  // namespace

// Calls the next dlopen last, which finds its caller by the return address.
extern "C" [[gnu::visibility("default")]] void* dlopen(const char* path, int flags) noexcept {
  static const auto next = reinterpret_cast<Open>(::dlsym(RTLD_NEXT, "dlopen"));
  return next(path, zend_mm_get_heap != nullptr ? flags & ~RTLD_DEEPBIND : flags);
}
