// SPDX-License-Identifier: MIT
// Tests clients that leave replies unread: one whose pool is exhausted by that is told so, and one
// that waits for something else meanwhile is not accused.
#include <gmock/gmock.h>

#include <string>

#include "acceptance/judge_program.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using testing::judge;
using testing::Seen;

Seen judge_unread(const std::string& manner) {
  return judge({"--horizon", "60"}, {PYTHON, PROGRAMS "/unread.py", manner, "{url}"});
}

TEST(UnreadReplies, ExhaustAPoolThatIsBounded) {
  const Seen seen = judge_unread("pool");
  EXPECT_EQ(seen.trial["ruling"], "invalid") << seen.ended.output;
  EXPECT_THAT(
      seen.trial["reason"].get<std::string>(),
      HasSubstr("its pool is exhausted: it makes no further request, and the replies on all "
                "its 4 open connections are not read"));
}

class UnreadRepliesWhile : public ::testing::TestWithParam<const char*> {};

// For five seconds; a pool that is exhausted is recognised within two.
TEST_P(UnreadRepliesWhile, SomethingElseIsAwaitedAreNoExhaustedPool) {
  const Seen seen = judge_unread(GetParam());
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
}

INSTANTIATE_TEST_SUITE_P(ThisIsAwaited, UnreadRepliesWhile,
                         ::testing::Values("timer", "socket", "poll", "pipe"),
                         [](const auto& one) { return std::string(one.param); });

}  // namespace
}  // namespace leakproof
