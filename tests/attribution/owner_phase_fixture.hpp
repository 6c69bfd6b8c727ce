// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "attribution/owner_phase.hpp"
#include "leak.hpp"
#include "scripted_process.hpp"

namespace leakproof::testing {

/// An owner phase after a verdict.
class OwnerPhase : public ::testing::Test {
 protected:
  // 1,000 fetches of 0.1 ms each.
  Result find(std::vector<Finding> findings, Environment& environment) {
    Result result{.trial = {.plan = {.horizon = 2000, .max_memory = 128 << 20}},
                  .reason = "as it was",
                  .fetches = 1000,
                  .fetching_seconds = 0.1,
                  .findings = std::move(findings)};
    FakeOrigin origin(world_);
    FakeWorker worker(world_);
    FakeProcess process(world_);
    is_alive_ = find_owners(result, environment, origin, worker, process);
    return result;
  }
  Result find(std::vector<Finding> findings) {
    FakeEnvironment environment;
    return find(std::move(findings), environment);
  }

  World world_{};
  bool is_alive_ = false;
};

/// As left() of leak.hpp, from the stack of this return address.
inline AllocationGroup left(std::uintptr_t stack, std::int64_t per_epoch, std::int64_t bytes,
                            ResourceKind kind = ResourceKind::block) {
  AllocationGroup group = left(per_epoch, bytes, kind);
  group.stack = {stack};
  return group;
}
/// Descriptors that were opened from this stack.
inline AllocationGroup descriptors_of(std::uintptr_t stack, std::vector<int> numbers) {
  AllocationGroup group = left(stack, 30, 0, ResourceKind::descriptor);
  group.descriptors = std::move(numbers);
  return group;
}

}  // namespace leakproof::testing
