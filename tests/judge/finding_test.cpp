// SPDX-License-Identifier: MIT
#include "model/finding.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

bool decides_trial(Role role, Ruling ruling) {
  return Finding{.verdict = {.ruling = ruling}, .role = role}.decides();
}

TEST(Finding, DecidesByItsRole) {
  for (const Ruling ruling : {Ruling::clean, Ruling::leaks, Ruling::inconclusive}) {
    EXPECT_TRUE(decides_trial(Role::decides, ruling));
    EXPECT_TRUE(decides_trial(Role::fallback, ruling));
    EXPECT_FALSE(decides_trial(Role::informational, ruling));
  }
}

TEST(Finding, LeavesNoTrialOpenWhereItIsOneSided) {
  EXPECT_TRUE(decides_trial(Role::one_sided, Ruling::leaks));
  EXPECT_TRUE(decides_trial(Role::one_sided, Ruling::clean));
  EXPECT_FALSE(decides_trial(Role::one_sided, Ruling::inconclusive));
}

}  // namespace
}  // namespace leakproof
