// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>

namespace leakproof {

/// Whether this process runs under a sanitizer or Valgrind, where the interposer
/// stays out and the tool itself knows the heap.
bool is_tool_watching_heap();

/// Writes " heap_bytes=…" (and " heap_blocks=…" where known) if one is; else nothing.
void write_own_heap(std::FILE* answers);

}  // namespace leakproof
