// SPDX-License-Identifier: MIT
#include "interposer/supervisor/fault_injector.hpp"

#include <algorithm>
#include <array>

namespace leakproof {
namespace {

using preload::FaultState;

// The worker may have written any value, so clamp it.
std::string_view name_of(preload::FailedCall call) {
  constexpr std::array<std::string_view, 5> names{"allocation", "socket", "connect", "send",
                                                  "receive"};
  return names[std::min(static_cast<std::size_t>(call), names.size() - 1)];
}

}  // namespace

void FaultInjector::arm(const FaultOrder& order) {
  if (fault_ == nullptr) return;
  fault_->state = FaultState::off;
  fault_->kind = order.kind;
  fault_->first = order.first;
  fault_->repeat = order.repeat;
  fault_->reached = 0;
  fault_->fired = 0;
  fault_->thread = 0;
  fault_->depth = 0;
  fault_->state = fault_->fetches_are_marked ? FaultState::waiting : FaultState::on;
}

FaultReport FaultInjector::disarm() {
  if (fault_ == nullptr) return {};
  fault_->state = FaultState::off;
  FaultReport report{.reached = fault_->reached, .fired = fault_->fired > 0};
  if (!report.fired) return report;
  report.call = name_of(fault_->call);
  report.thread = fault_->thread;
  const auto depth = std::min<std::size_t>(fault_->depth, fault_->stack.size());
  report.stack.assign(fault_->stack.begin(), fault_->stack.begin() + depth);
  return report;
}

}  // namespace leakproof
