// SPDX-License-Identifier: MIT
// PHP's cycles are collected while its only thread is blocked, and never while it runs; and what
// holds memory and descriptors is named without a change to the program.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>

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

constexpr const char* kept_opened_php = SOURCES "/tests/acceptance/classics/php/kept_opened.php";

TEST(Php, HasTheLineThatOpensWhatIsKeptOpen) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  if (!is_installed("php")) GTEST_SKIP() << "php is not installed";
  const Seen seen = judge({"--horizon", "300"}, {"php", kept_opened_php, "socket", "{url}"});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  for (const std::string metric : {"connections", "descriptors"}) {
    const auto& owners = seen.trial["owners"];
    const auto owner =
        std::ranges::find_if(owners, [&](const auto& each) { return each["metric"] == metric; });
    ASSERT_NE(owner, owners.end()) << seen.ended.output;
    EXPECT_NEAR((*owner)["share"].template get<double>(), 1, 0.1);
    const auto yours = (*owner)["yours"].template get<std::size_t>();
    EXPECT_EQ((*owner)["stack"].at(yours)["file"], kept_opened_php);
    EXPECT_EQ((*owner)["stack"].at(yours)["line"],
              line_of(kept_opened_php, "= stream_socket_client("));
    EXPECT_EQ((*owner)["stack"].at(yours - 1)["function"], "stream_socket_client");
  }
}

TEST(Php, IsAskedForContainersWithoutRunningItsCode) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer has its own malloc";
  if (!is_installed("php")) GTEST_SKIP() << "php is not installed";
  const Seen seen = judge({"--horizon", "300"}, {"php", PROGRAMS "/many_objects.php", "{url}"});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_GT(top["share"], 0.8) << seen.ended.output;
  const bool has_known_layout =
      testing::run_program(
          {"php", "-r", "exit(PHP_MAJOR_VERSION.PHP_MINOR_VERSION == '82' ? 0 : 1);"})
          .exit_code == 0;
  if (!has_known_layout) GTEST_SKIP() << "containers are named only in PHP 8.2";
  EXPECT_THAT(top["details"].get<std::string>(), ::testing::HasSubstr("array $kept['a b \"'"));
  EXPECT_THAT(top["details"].get<std::string>(), ::testing::HasSubstr("grows by 1.00 items/fetch"));
}

}  // namespace
}  // namespace leakproof
