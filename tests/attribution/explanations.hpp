// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "model/explanation.hpp"
#include "model/owner.hpp"

namespace leakproof::testing {

inline Place line_of(const char* file, int line) { return {.file = file, .line = line}; }

// The bytes that one stack holds in each of three explanations, ten bytes per allocation.
struct Said {
  std::vector<Place> stack;
  std::vector<std::int64_t> bytes;
};

inline std::vector<Explanation> three_times(const std::vector<Said>& all) {
  std::vector<Explanation> said(3);
  for (std::size_t when = 0; when < said.size(); ++when) {
    said[when].source = "tracemalloc";
    for (const auto& [stack, bytes] : all) {
      if (bytes[when] == 0) continue;
      said[when].holdings.push_back(
          {.bytes = bytes[when], .count = bytes[when] / 10, .stack = stack});
    }
  }
  return said;
}

}  // namespace leakproof::testing
