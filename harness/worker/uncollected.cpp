// SPDX-License-Identifier: MIT
#include "worker/uncollected.hpp"

#include <algorithm>

#include "protocol/words.hpp"

namespace leakproof {

std::int64_t take_uncollected(std::vector<Reported>& reported) {
  const auto found = std::ranges::find(reported, protocol::word::uncollected, &Reported::name);
  if (found == reported.end()) return 0;
  const std::int64_t agents = found->value;
  reported.erase(found);
  return agents;
}

}  // namespace leakproof
