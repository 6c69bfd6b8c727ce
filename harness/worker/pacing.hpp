// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>

#include "model/gate.hpp"
#include "model/worker.hpp"
#include "worker/concurrency_estimator.hpp"

namespace leakproof {

/// Until when to wait after an order. In each case, all ordered fetches have then been answered, or
/// their replies do not move.
enum class Until {
  idle,          // all requests that the client makes at once are held
  answered,      // any request is held
  end_of_round,  // more than one is held, or one, and no more come for a while
};

/// Decides from the gate's counts when a paced client is idle: all ordered fetches have
/// been answered, and the client's next request is held. Takes the time as an argument
/// instead of reading a clock.
class Pacing {
 public:
  using Time = std::chrono::steady_clock::time_point;

  enum class State {
    waiting,
    idle,
    silent,  // the counts have not changed for `patience`
  };

  /// `concurrency`: the number of concurrent requests of the client; 0: unknown.
  Pacing(int concurrency, std::chrono::milliseconds patience)
      : concurrency_(concurrency), patience_(patience) {}

  /// Reports that the gate lets `fetches` more fetches through.
  void order(std::int64_t fetches, Time now, Until until = Until::idle);

  /// As order(), but these fetches belong to the last order.
  void extend(std::int64_t fetches, Time now, Until until);

  State look(const GateCounts&, Time now);

  /// When to call look() again if the counts do not change earlier.
  Time next_look() const { return next_look_; }

  /// The result of the last order. Requires the client to be idle.
  Batch batch(const GateCounts&);

  /// The result of the last order if the client has ended.
  Batch last_batch(const GateCounts&) const;

  /// True if it is time to check that the same process still connects. The checks become
  /// less frequent, because searching the kernel's socket table is slow.
  bool is_check_due();

  std::chrono::milliseconds patience() const { return patience_; }

  /// From now on waits longer before the client is called silent.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

 private:
  ConcurrencyEstimator concurrency_;
  std::chrono::milliseconds patience_;
  bool moves(const GateCounts&);
  bool is_enough(std::int64_t held);

  Until until_ = Until::idle;
  GateCounts last_{};
  std::int64_t most_held_ = 0;  // since the last order
  Time changed_{};
  Time next_look_{};
  std::int64_t ordered_ = 0;         // in total
  std::int64_t ordered_before_ = 0;  // in total before the last order
  std::int64_t broken_ = 0;          // broken replies up to the last batch
  std::int64_t next_check_ = 1;
};

}  // namespace leakproof
