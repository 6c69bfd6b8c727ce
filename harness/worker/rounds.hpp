// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace leakproof {

/// Does a client work in rounds? It then makes several requests at once, and goes on only when all
/// are answered: twenty coroutines that are awaited together, or a list of tasks that a pool works
/// off. At the end of each round one request is left. Threads that each go on by themselves never
/// come to that.
class Rounds {
 public:
  /// Reports how many requests are held where the client was stopped anywhere and waits.
  void stopped(std::int64_t held);

  /// Should the client be let go on to the end of its round? Only if it has come to such an end, or
  /// if it waited with fewer requests than it makes at once.
  bool are_sought() const { return doubts_ < most_doubts && (are_known_ || waits_with_fewer_); }

  /// Has the client come to the end of a round?
  bool are_known() const { return are_known_; }

  /// Does a round end after so many fetches in total, as all have the same length?
  bool is_end(std::int64_t fetches) const {
    return agreeing_ >= enough_agreeing && (fetches - last_end_) % length_ == 0;
  }

  /// Reports that a round ended after so many fetches in total. `alone`: the client made no other
  /// request at once, as one that makes all its requests one after the other.
  void ended(std::int64_t fetches, bool alone);

  /// Reports that no round ended although it was waited for.
  void did_not_end();

 private:
  static constexpr int most_doubts = 6;
  static constexpr int most_alone = 8;
  static constexpr int enough_agreeing = 3;

  std::int64_t most_held_ = 0;
  bool waits_with_fewer_ = false;
  bool are_known_ = false;
  int doubts_ = 0;             // two for each end that was waited for in vain, less those that came
  int alone_ = 0;              // ends at which nothing else was held before, in a row
  std::int64_t last_end_ = 0;  // fetches in total
  std::int64_t length_ = 1;    // fetches
  int agreeing_ = 0;           // ends in a row that are multiples of it apart
};

}  // namespace leakproof
