// SPDX-License-Identifier: MIT
// Each collector of a JVM reports its heap in its own words; the live bytes are read all the same.
#include <gmock/gmock.h>

#include <filesystem>
#include <string>

#include "acceptance/judge_program.hpp"

namespace leakproof {
namespace {

using testing::is_installed;
using testing::judge;
using testing::run_program;
using testing::Seen;

class JvmCollector : public ::testing::TestWithParam<const char*> {};

Seen judge_java(const char* horizon, const std::string& collector,
                std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(),
                   {"java", "-XX:+Use" + collector + "GC", "-cp", JAVA_CLASSES, "Loop"});
  return judge({"--horizon", horizon}, arguments);
}

bool is_at_hand(const std::string& collector) {
  return is_installed("java") && std::filesystem::exists(JAVA_CLASSES) &&
         run_program({"java", "-XX:+Use" + collector + "GC", "-version"}).exit_code == 0;
}

TEST_P(JvmCollector, ShowsWhatIsKept) {
  if (!is_at_hand(GetParam()))
    GTEST_SKIP() << "java or javac is not installed, or it lacks this collector";
  const Seen seen = judge_java("60", GetParam(), {"{url}", "keep"});
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_NEAR(seen.finding("jvm_heap")["per_fetch"].get<double>(), 2000, 700);
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_EQ(top["stack"].at(0)["function"], "byte[]") << seen.ended.output;
  EXPECT_NEAR(top["bytes_per_fetch"].get<double>(), 2000, 200);
}

INSTANTIATE_TEST_SUITE_P(Of, JvmCollector,
                         ::testing::Values("Serial", "Parallel", "G1", "Shenandoah", "Z"));

// Its own compiler allocates with the first hundreds of fetches.
TEST(Jvm, ThatKeepsNothingDoesNotLeak) {
  if (!is_at_hand("Serial")) GTEST_SKIP() << "java or javac is not installed";
  const Seen seen = judge_java("500", "Serial", {"{url}"});
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
  EXPECT_EQ(seen.finding("jvm_heap")["role"], "decides");
}

TEST(Jvm, HasCodeOfAPackageThatIsMine) {
  if (!is_at_hand("Serial")) GTEST_SKIP() << "java or javac is not installed";
  const auto owner = [](std::vector<std::string> options) {
    options.insert(options.end(), {"--horizon", "60"});
    const Seen seen = judge(
        options, {"java", "-XX:+UseSerialGC", "-cp", JAVA_CLASSES, "feign.acme.Packaged", "{url}"});
    EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
    return seen.trial["owners"].at(0);
  };
  const auto mine = owner({"--mine", "feign.acme"});
  ASSERT_TRUE(mine["yours"].is_number()) << mine;
  EXPECT_EQ(mine["stack"].at(mine["yours"].get<std::size_t>())["function"],
            "feign.acme.Packaged.kept");
  const auto nobodys = owner({});
  EXPECT_FALSE(nobodys.contains("yours") && nobodys["yours"].is_number()) << nobodys;
}

TEST(Jvm, ThatCannotBeAttachedToIsNamed) {
  if (!is_at_hand("Serial")) GTEST_SKIP() << "java or javac is not installed";
  const Seen seen = judge({"--horizon", "60"}, {"java", "-XX:+DisableAttachMechanism", "-cp",
                                                JAVA_CLASSES, "Loop", "{url}"});
  EXPECT_EQ(seen.trial["uncollected"], "JVM") << seen.ended.output;
  EXPECT_THAT(seen.ended.output,
              ::testing::HasSubstr("not collected  garbage of JVM: it was started with "
                                   "-XX:+DisableAttachMechanism; start it without"));
  EXPECT_EQ(seen.trial["fetches"], seen.trial["ledger"]["requests"]);
}

}  // namespace
}  // namespace leakproof
