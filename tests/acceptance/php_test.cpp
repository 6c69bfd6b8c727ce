// SPDX-License-Identifier: MIT
// PHP's cycles are collected while its only thread is blocked, and never while it runs.
#include <gmock/gmock.h>

#include "acceptance/judge_program.hpp"
#include "acceptance/line_of.hpp"

namespace leakproof {
namespace {

using testing::is_installed;
using testing::judge;
using testing::line_of;
using testing::Seen;

constexpr const char* cycles_php = PROGRAMS "/cycles.php";

// While the reply is withheld, this program wakes up each millisecond, and creates and destroys
// objects. Each fetch leaves cycles with destructors, and one block that is kept.
TEST(Php, IsCollectedOnlyWhileItIsBlocked) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  if (!is_installed("php")) GTEST_SKIP() << "php is not installed";
  const Seen seen = judge({"--horizon", "300"}, {"php", cycles_php, "{url}"});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_EQ(seen.finding("heap_bytes")["role"], "decides") << seen.ended.output;
  EXPECT_NEAR(seen.finding("heap_blocks")["per_fetch"].get<double>(), 1, 0.1) << seen.ended.output;
  EXPECT_NEAR(seen.finding("heap_bytes")["per_fetch"].get<double>(), 1050, 100);
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_EQ(top["source"], "zend-memory-handlers") << seen.ended.output;
  EXPECT_GT(top["share"], 0.9) << seen.ended.output;
  const auto& yours = top["stack"].at(top["yours"].get<std::size_t>());
  EXPECT_EQ(yours["file"], cycles_php);
  EXPECT_EQ(yours["line"], line_of(cycles_php, "// LEAK"));
  EXPECT_EQ(yours["function"], "keep");
}

}  // namespace
}  // namespace leakproof
