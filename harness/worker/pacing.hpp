// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "model/gate.hpp"
#include "model/worker.hpp"
#include "worker/concurrency_estimator.hpp"

namespace leakproof {

/// Decides when a paced client is idle, by what the gate counts: everything that was
/// ordered has been answered, and what the client asks for next is held. Reads no clock.
class Pacing {
 public:
  using Time = std::chrono::steady_clock::time_point;

  enum class State {
    waiting,
    idle,
    silent,  // nothing has changed for `patience`
  };

  /// `concurrency`: requests that the client makes at once; 0: not known.
  Pacing(int concurrency, std::chrono::milliseconds patience)
      : concurrency_(concurrency), patience_(patience) {}

  /// So many more are let through.
  void order(std::int64_t fetches, Time now);

  State look(const GateCounts&, Time now);

  /// When to look again if the counts do not change before.
  Time next_look() const { return next_look_; }

  /// What came of the order, once the client is idle.
  Batch batch(const GateCounts&);

  /// What came of it if the client has ended.
  Batch last_batch(const GateCounts&) const;

  /// Is it time to make sure that the same process still connects? Becomes rarer, as the
  /// kernel's table of sockets is long.
  bool is_check_due();

  std::chrono::milliseconds patience() const { return patience_; }

 private:
  ConcurrencyEstimator concurrency_;
  std::chrono::milliseconds patience_;
  GateCounts last_{};
  Time changed_{};
  Time next_look_{};
  std::int64_t ordered_ = 0;         // since the start
  std::int64_t ordered_before_ = 0;  // without the last order
  std::int64_t broken_ = 0;          // up to the last batch
  std::int64_t next_check_ = 1;
};

/// Why a client is given up that has made no request for `patience` ("30 s").
/// `has_connected`: it made some before.
std::string silence_text(const GateCounts&, const std::string& patience, bool has_connected);

/// Why nothing can be judged of a client that has ended; nothing if it made enough requests.
std::optional<std::string> too_few_text(const GateCounts&);

}  // namespace leakproof
