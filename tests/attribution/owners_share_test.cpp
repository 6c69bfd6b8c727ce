// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "attribution/runtime_owners.hpp"
#include "explanations.hpp"
#include "leak.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using testing::leak;
using testing::line_of;
using ::testing::SizeIs;
using testing::three_times;

// Of what is made by a timer that goes on, more than grows may be alive for a while.
TEST(ScriptOwners, ThatHoldMoreThanGrowsComeLast) {
  const std::vector<Finding> leaks{leak("js_heap", 300)};
  const auto [owners, unattributed] =
      attribute(leaks,
                three_times({{{line_of("ticks.js", 1)}, {0, 300'000, 600'000}},
                             {{line_of("mine.js", 2)}, {0, 27'000, 54'000}}}),
                100);
  ASSERT_THAT(owners, SizeIs(2));
  EXPECT_EQ(owners[0].stack[0].file, "mine.js");
  EXPECT_THAT(unattributed, HasSubstr("explains 90 %"));
  EXPECT_DOUBLE_EQ(explained_share({.owners = owners}, leaks[0]), 0.9);
  const auto all =
      attribute(leaks, three_times({{{line_of("a.js", 1)}, {0, 60'000, 120'000}}}), 100);
  EXPECT_DOUBLE_EQ(explained_share(all, leaks[0]), 2);
}

// Where a library bypasses what counts the heap.
TEST(ScriptOwners, ExplainPrivateMemory) {
  const auto owners = attribute(std::vector{leak("anonymous", 100)},
                                three_times({{{line_of("mine.py", 3)}, {0, 7'000, 14'000}}}), 100)
                          .owners;
  ASSERT_THAT(owners, SizeIs(1));
  EXPECT_DOUBLE_EQ(owners[0].share, 0.7);
}

}  // namespace
}  // namespace leakproof
