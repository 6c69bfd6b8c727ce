// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

namespace leakproof {

/// How much the rounds of a client differ from each other. Read at the end of each round of 64
/// fetches, a client that frees a buffer every 63 fetches seems to grow for 63 rounds, up to the
/// size of the buffer. Read at another place of each round, too, it shows: from there to the end,
/// some rounds free the buffer and others do not. In a client that leaks, all change alike.
class RoundScatter {
 public:
  /// Adds by how much usage, `before_end` fetches before the end of a round, was above that at the
  /// end.
  void add(std::int64_t before_end, std::int64_t above_end);

  bool is_empty() const { return rounds_.empty(); }

  /// By how much these differences differ between rounds that were read at the same place, or at
  /// places nearby where the rounds are too few for that. One in sixty is left out, because usage
  /// can change for other reasons. Infinity if there are fewer than five rounds.
  double units() const;

 private:
  struct Round {
    std::int64_t before_end = 0;
    std::int64_t above_end = 0;
  };
  std::vector<Round> rounds_{};
};

}  // namespace leakproof
