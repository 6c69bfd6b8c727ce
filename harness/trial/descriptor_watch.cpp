// SPDX-License-Identifier: MIT
#include "trial/descriptor_watch.hpp"

#include <algorithm>

#include "judge/limits.hpp"
#include "trial/series_recorder.hpp"

namespace leakproof {
namespace {

constexpr std::size_t latest_readings = 4;  // what fetches_to_descriptor_limit() looks at

}  // namespace

void DescriptorWatch::read(std::int64_t fetches) {
  const auto open = descriptors_ != nullptr ? descriptors_->present() : std::nullopt;
  if (!open) return;
  if (latest_.size() == latest_readings) latest_.erase(latest_.begin());
  latest_.push_back({fetches, *open});
}

std::int64_t DescriptorWatch::fetches_left() {
  const std::optional<std::int64_t> fetches =
      latest_.empty() ? std::nullopt : fetches_to_descriptor_limit(latest_, limit());
  if (!fetches) return INT64_MAX;
  // A pool that fills in large steps may be full before it comes near the limit.
  return was_near_limit() ? *fetches : std::max<std::int64_t>(1, *fetches);
}

bool DescriptorWatch::is_at_limit(std::int64_t refused) {
  const auto open = descriptors_ != nullptr ? descriptors_->present() : std::nullopt;
  return open && is_at_descriptor_limit(*open, limit(), refused);
}

bool DescriptorWatch::was_near_limit() {
  return !latest_.empty() && is_near_descriptor_limit(latest_.back().value, limit());
}

std::int64_t DescriptorWatch::limit() {
  const auto of_process = descriptors_ != nullptr ? descriptors_->limit() : std::nullopt;
  return std::min(most_, of_process.value_or(INT64_MAX));
}

}  // namespace leakproof
