// SPDX-License-Identifier: MIT
// Ruby's heap is read after a collection, and what a library allocates is put down to the user's
// line that calls it.
#include <gmock/gmock.h>

#include <algorithm>

#include "acceptance/judge_program.hpp"
#include "acceptance/line_of.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using testing::is_installed;
using testing::judge;
using testing::line_of;
using testing::Seen;

constexpr const char* constant_array_rb =
    SOURCES "/tests/acceptance/classics/ruby/constant_array.rb";

TEST(Ruby, IsOwnedByTheUsersLineBehindALibrary) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  if (!is_installed("ruby")) GTEST_SKIP() << "ruby is not installed";
  const Seen seen = judge({"--horizon", "300"}, {"ruby", constant_array_rb, "{url}"});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_EQ(seen.finding("ruby_heap")["role"], "decides");
  EXPECT_EQ(seen.finding("heap_bytes")["role"], "one_sided");
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_EQ(top["source"], "allocation-tracing") << seen.ended.output;
  EXPECT_EQ(top["metric"], "ruby_heap");
  EXPECT_GT(top["share"], 0.9) << seen.ended.output;
  EXPECT_THAT(top["details"], HasSubstr("Array RESPONSES grows by 1.00 items/fetch"));
  const auto yours = top["yours"].get<std::size_t>();
  EXPECT_GT(yours, 0U) << "the frames of net/http";
  EXPECT_EQ(top["stack"].at(yours)["file"], constant_array_rb);
  EXPECT_EQ(top["stack"].at(yours)["line"], line_of(constant_array_rb, "# LEAK"));
}

TEST(Ruby, TellsTheLineThatSetsATimerFromThatOfTheResponseThatItKeeps) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  if (!is_installed("ruby")) GTEST_SKIP() << "ruby is not installed";
  const std::string timer_rb = SOURCES "/tests/acceptance/classics/ruby/timer_never_cancelled.rb";
  const Seen seen = judge({"--horizon", "300"}, {"ruby", timer_rb, "{url}"});
  const auto line_in = [](const auto& owner) {
    return owner["stack"].at(owner["yours"].template get<std::size_t>())["line"];
  };
  EXPECT_EQ(line_in(seen.trial["owners"].at(0)), line_of(timer_rb, "get_response"));
  const auto& owners = seen.trial["owners"];
  const auto items = std::ranges::find_if(owners, [](const auto& owner) {
    return owner["metric"] == "items" && owner["details"] == "in Hash @timers of Timer";
  });
  ASSERT_NE(items, owners.end()) << seen.ended.output;
  EXPECT_EQ(line_in(*items), line_of(timer_rb, "# LEAK"));
}

// It joins all of its threads, of which the agent's must not be one, and moves objects, whose old
// addresses must not be followed.
TEST(Ruby, ThatJoinsItsThreadsAndCompactsItsHeapRunsOn) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  if (!is_installed("ruby")) GTEST_SKIP() << "ruby is not installed";
  const Seen seen = judge({"--horizon", "300"}, {"ruby", "-rnet/http", "-e",
                                                 "uri = URI(ARGV[0])\n"
                                                 "kept = []\n"
                                                 "loop do\n"
                                                 "  kept << Net::HTTP.get(uri)\n"
                                                 "  (Thread.list - [Thread.current]).each(&:join)\n"
                                                 "  GC.compact if kept.size % 5 == 0\n"
                                                 "end\n",
                                                 "{url}"});
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_EQ(seen.ended.output.find("[BUG]"), std::string::npos) << seen.ended.output;
  EXPECT_EQ(seen.trial["unattributed"].get<std::string>().find("did not report"), std::string::npos)
      << seen.ended.output;
}

}  // namespace
}  // namespace leakproof
