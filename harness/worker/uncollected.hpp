// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/worker.hpp"
#include "protocol/words.hpp"

namespace leakproof {

/// How many agents have collected only young objects. That is not a series, and is removed.
inline std::int64_t take_uncollected(std::vector<Reported>& reported) {
  const auto found = std::ranges::find(reported, protocol::word::uncollected, &Reported::name);
  if (found == reported.end()) return 0;
  const std::int64_t agents = found->value;
  reported.erase(found);
  return agents;
}

}  // namespace leakproof
