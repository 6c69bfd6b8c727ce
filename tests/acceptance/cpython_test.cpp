// SPDX-License-Identifier: MIT
// Tests the series and the owners that only CPython's agent can tell.
#include <gmock/gmock.h>

#include <string>

#include "acceptance/judge_program.hpp"
#include "acceptance/line_of.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;

constexpr const char* never_awaited =
    SOURCES "/tests/acceptance/classics/cpython/task_never_awaited.py";

TEST(CPython, ATaskThatIsNeverAwaitedIsOwnedByTheLineThatCreatesIt) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  const testing::Seen seen = testing::judge({"--horizon", "300"}, {PYTHON, never_awaited, "{url}"});
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_EQ(seen.finding("tasks")["ruling"], "leaks");
  for (const auto& owner : seen.trial["owners"]) {
    if (owner["metric"] != "tasks") continue;
    const auto& yours = owner.at("stack").at(owner.at("yours").get<std::size_t>());
    EXPECT_EQ(yours["line"], testing::line_of(never_awaited, "LEAK"));
    EXPECT_THAT(yours["function"].get<std::string>(), HasSubstr("refresh()"));
    EXPECT_DOUBLE_EQ(owner["share"], 1);
    return;
  }
  FAIL() << seen.ended.output;
}

}  // namespace
}  // namespace leakproof
