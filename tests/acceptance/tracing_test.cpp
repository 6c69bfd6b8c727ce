// SPDX-License-Identifier: MIT
// Tests owners in programs that do not have the interposer, by tracing them.
#include <gmock/gmock.h>

#include <string>

#include "acceptance/judge_program.hpp"

#if defined(__x86_64__)

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::judge;
using testing::Seen;
using testing::soon;

Seen judge_without_variables(const std::string& mode) {
  return judge(soon, {"/usr/bin/env", "-i", TRACED_PROGRAM, "{url}", mode});
}

void expect_owner(const Seen& seen, const std::string& function) {
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  ASSERT_FALSE(seen.trial["owners"].empty()) << seen.ended.output;
  const auto& first = seen.trial["owners"].at(0);
  ASSERT_TRUE(first["yours"].is_number()) << seen.ended.output;
  const auto& place = first["stack"].at(first["yours"].get<std::size_t>());
  EXPECT_THAT(place["function"], HasSubstr(function)) << seen.ended.output;
  EXPECT_THAT(place["file"], HasSubstr("traced_program.cpp"));
  EXPECT_GT(place["line"], 0);
}

TEST(TracedProgram, HasTheLineThatKeepsABlock) {
  const Seen seen = judge_without_variables("keeps");
  expect_owner(seen, "keep");
  EXPECT_NEAR(seen.trial["owners"].at(0)["share"].get<double>(), 1, 0.2);
  EXPECT_THAT(seen.ended.output, HasSubstr("block never freed"));
}

TEST(TracedProgram, HasTheLineThatMapsMemory) {
  const Seen seen = judge_without_variables("maps");
  expect_owner(seen, "map_pages");
  EXPECT_NEAR(seen.trial["owners"].at(0)["share"].get<double>(), 1, 0.2);
  EXPECT_THAT(seen.ended.output, HasSubstr("mapping never unmapped"));
}

TEST(TracedProgram, ThatFreesItsBlocksIsClean) {
  const Seen seen = judge_without_variables("frees");
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
  EXPECT_THAT(seen.trial["owners"], IsEmpty());
}

TEST(TracedProgram, OfManyThreadsAndChildrenGoesOn) {
  const Seen seen = judge_without_variables("threads");
  expect_owner(seen, "keep");
  EXPECT_NEAR(seen.trial["owners"].at(0)["share"].get<double>(), 1, 0.2);
  EXPECT_THAT(seen.ended.output, ::testing::Not(HasSubstr("Trace/breakpoint trap")));
}

TEST(TracedProgram, WithoutSymbolsSaysWhatToDo) {
#ifdef STRIPPED_PROGRAM
  const Seen seen = judge(soon, {STRIPPED_PROGRAM, "{url}", "keeps"});
  EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  EXPECT_THAT(seen.trial["unattributed"], HasSubstr("is static and has no symbols"));
#else
  GTEST_SKIP() << "libc.a is not installed";
#endif
}

}  // namespace
}  // namespace leakproof

#endif
