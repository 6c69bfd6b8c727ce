// SPDX-License-Identifier: MIT
#pragma once

/// Keeps a function as it is written: it is neither inlined nor cloned. Clang never clones.
#ifdef __clang__
#define APART [[gnu::noinline]]
#else
#define APART [[gnu::noinline, gnu::noclone]]
#endif
