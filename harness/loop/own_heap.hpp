// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>

namespace leakproof {

/// True if this process runs under a sanitizer or Valgrind. Then the interposer is not
/// used, and the tool itself reports the heap.
bool is_tool_watching_heap();

/// Under such a tool, writes " heap_bytes=…" (and " heap_blocks=…" if known); otherwise
/// nothing.
void write_own_heap(std::FILE* answers);

}  // namespace leakproof
