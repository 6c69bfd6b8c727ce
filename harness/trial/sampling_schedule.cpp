// SPDX-License-Identifier: MIT
#include "trial/sampling_schedule.hpp"

#include <algorithm>

namespace leakproof {

SamplingSchedule::SamplingSchedule(std::int64_t horizon, std::uint64_t seed)
    : spacing_(std::max<std::int64_t>(1, horizon / 80)),
      doubles_at_(12 * horizon),
      horizon_(horizon),
      random_(seed) {}

std::int64_t SamplingSchedule::next(std::int64_t fetches) {
  const std::int64_t mean = std::clamp<std::int64_t>(fetches / 16, 1, spacing_);
  // std::uniform_int_distribution differs between standard libraries, but a seed must
  // repeat a trial on every platform.
  // A reading at the end of a round comes up to a round later. At first, it matters more that
  // batches are short.
  const std::int64_t later = mean < spacing_ ? 0 : round_ - 1;
  const std::int64_t low = std::max<std::int64_t>(1, mean / 2 - later);
  const std::int64_t high = std::max(mean + mean / 2 - later, low + later);
  return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
}

bool SamplingSchedule::expensive(std::int64_t fetches, bool is_look) {
  if (fetches < next_expensive_ && !is_look) return false;
  next_expensive_ = fetches + (fetches < horizon_ ? horizon_ / 20 : fetches / 6);
  return true;
}

bool SamplingSchedule::doubled(std::int64_t fetches) {
  if (fetches < doubles_at_) return false;
  doubles_at_ *= 2;
  spacing_ *= 2;
  return true;
}

}  // namespace leakproof
