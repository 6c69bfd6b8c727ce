// SPDX-License-Identifier: MIT
#include "plan/descriptor_budget.hpp"

#include <gmock/gmock.h>

#include <ostream>

namespace leakproof {

void PrintTo(const DescriptorBudget& budget, std::ostream* out) {
  *out << budget.jobs << " jobs, " << budget.per_client << " files";
}

namespace {

using ::testing::Eq;
using ::testing::Optional;

TEST(DescriptorBudget, IsWhatIsWantedWhereManyFilesCanBeOpen) {
  const DescriptorBudget wanted{.jobs = 2, .per_client = 1024};
  EXPECT_THAT(descriptor_budget(1 << 20, wanted, true), Optional(Eq(wanted)));
  EXPECT_THAT(descriptor_budget(32 + 4 * (32 + 2 * 1024), wanted, true), Optional(Eq(wanted)));
}

TEST(DescriptorBudget, GivesAClientLessBeforeItGivesUpASecondJob) {
  EXPECT_THAT(descriptor_budget(4096, {.jobs = 2, .per_client = 1024}, true),
              Optional(Eq(DescriptorBudget{.jobs = 2, .per_client = 492})));
  EXPECT_THAT(descriptor_budget(1024, {.jobs = 2, .per_client = 1024}, true),
              Optional(Eq(DescriptorBudget{.jobs = 1, .per_client = 480})));
}

TEST(DescriptorBudget, CountsControlsOnlyBesideSeveralJobs) {
  EXPECT_THAT(descriptor_budget(1024, {.jobs = 2, .per_client = 1024}, false),
              Optional(Eq(DescriptorBudget{.jobs = 2, .per_client = 232})));
  EXPECT_THAT(descriptor_budget(512, {.jobs = 1, .per_client = 1024}, true),
              descriptor_budget(512, {.jobs = 1, .per_client = 1024}, false));
}

TEST(DescriptorBudget, EndsAtItsLeast) {
  const DescriptorBudget wanted{.jobs = 8, .per_client = 1024};
  EXPECT_THAT(descriptor_budget(least_open_files, wanted, true),
              Optional(Eq(DescriptorBudget{.jobs = 1, .per_client = 96})));
  EXPECT_EQ(descriptor_budget(least_open_files - 1, wanted, true), std::nullopt);
  for (const std::int64_t limit : {0, 20, 32, 64, 128}) {
    EXPECT_EQ(descriptor_budget(limit, wanted, true), std::nullopt) << limit;
  }
}

TEST(DescriptorBudget, AllowsASmallLimitThatTheUserWants) {
  EXPECT_THAT(descriptor_budget(128, {.jobs = 1, .per_client = 16}, false),
              Optional(Eq(DescriptorBudget{.jobs = 1, .per_client = 16})));
}

}  // namespace
}  // namespace leakproof
