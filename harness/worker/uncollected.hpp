// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "model/worker.hpp"

namespace leakproof {

/// How many agents have collected only young objects. That is not a series, and is removed.
std::int64_t take_uncollected(std::vector<Reported>&);

}  // namespace leakproof
