// SPDX-License-Identifier: MIT
#include "worker/pacing.hpp"

#include <algorithm>
#include <utility>

namespace leakproof {
namespace {

constexpr auto stalled = 5 * ConcurrencyEstimator::patience;

}  // namespace

void Pacing::order(std::int64_t fetches, Time now, Until until) {
  ordered_before_ = ordered_;
  extend(fetches, now, until);
}

void Pacing::extend(std::int64_t fetches, Time now, Until until) {
  ordered_ += fetches;
  most_held_ = 0;
  changed_ = now;
  until_ = until;
}

// A client that gives up on a held request and sends the next one does not move.
bool Pacing::moves(const GateCounts& counts) {
  const GateCounts before = std::exchange(last_, counts);
  const bool more_held = counts.held > std::exchange(most_held_, std::max(most_held_, counts.held));
  return more_held || counts.passed != before.passed || counts.under_way != before.under_way ||
         counts.broken != before.broken;
}

bool Pacing::is_enough(std::int64_t held) {
  const bool complete = concurrency_.complete(held);
  switch (until_) {
    case Until::idle:
      return complete;
    case Until::answered:
      return true;
    case Until::end_of_round:
      break;
  }
  return held > 1;
}

Pacing::State Pacing::look(const GateCounts& counts, Time now) {
  if (moves(counts)) changed_ = now;
  const bool all_answered = counts.under_way == 0;
  const Time deadline = changed_ + patience_;
  // If a reply is under way but makes no progress, the client is not reading it.
  const Time enough = changed_ + (all_answered ? ConcurrencyEstimator::patience : stalled);
  if (counts.passed == ordered_ && counts.held > 0) {
    if (all_answered && is_enough(counts.held)) return State::idle;
    if (now >= enough) {
      if (until_ == Until::idle) concurrency_.stop(counts.held);
      return State::idle;
    }
    next_look_ = enough;
  } else {
    next_look_ = deadline;
  }
  return now >= deadline ? State::silent : State::waiting;
}

Batch Pacing::batch(const GateCounts& counts) {
  return {.attempted = ordered_ - ordered_before_,
          .failed = counts.broken - std::exchange(broken_, counts.broken)};
}

Batch Pacing::last_batch(const GateCounts& counts) const {
  const std::int64_t attempted = counts.passed - ordered_before_;
  // A reply may have broken off just because the client ended.
  const bool all_broke = counts.broken - broken_ >= attempted;
  return {.attempted = attempted, .failed = all_broke ? attempted : 0, .last = true};
}

bool Pacing::is_check_due() {
  if (ordered_ < next_check_) return false;
  next_check_ = ordered_ + std::max<std::int64_t>(1, ordered_ / 4);
  return true;
}

}  // namespace leakproof
