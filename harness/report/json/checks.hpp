// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "model/owner.hpp"
#include "model/run_info.hpp"
#include "model/series.hpp"
#include "report/json/node.hpp"

namespace leakproof::report {

// Checks conditions between the fields of an object.
template <typename T>
void check(const JsonNode&, const T&) {}

inline void check(const JsonNode& node, const Owner& owner) {
  if (owner.yours && *owner.yours >= owner.stack.size()) {
    node.at("yours").fail("is not an index into the stack");
  }
}

inline void check(const JsonNode& node, const ShardNumber& shard) {
  if (shard.index > shard.of) node.fail("has an index above the number of shards");
}

// Windows and curves require this order.
inline void check(const JsonNode& node, const std::vector<Sample>& samples) {
  for (std::size_t i = 1; i < samples.size(); ++i) {
    if (samples[i].fetches < samples[i - 1].fetches)
      node.items()[i].fail("has fewer fetches than the sample before it");
  }
}

}  // namespace leakproof::report
