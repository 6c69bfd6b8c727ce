// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "model/series.hpp"

namespace leakproof {

/// The size of the chunks in which usage grows, as where an allocator takes its memory in large
/// pieces: the second largest of its rises to a new maximum after the warm-up (see windows.hpp),
/// because one rise alone may be a buffer that is mapped once. 0 if it rose less than twice.
std::int64_t chunk_of(std::span<const Sample>);

}  // namespace leakproof
