// SPDX-License-Identifier: MIT
#include "report/advice_text.hpp"

#include <gmock/gmock.h>

namespace leakproof::report {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TrialAdvice advice(const std::string& client, const std::string& scenario,
                   const std::string& kind) {
  return {.trial = {.client = client, .scenario = scenario},
          .advice = {.kind = kind, .evidence = "threads +1.00/fetch", .suggestion = "join them"}};
}

TEST(GroupedAdvice, TellsTheSameKindOfOneClientOnceWithItsScenarios) {
  const auto groups = grouped_advice(
      std::vector{advice("a", "plain", "x"), advice("b", "plain", "x"), advice("a", "small", "x"),
                  advice("a", "plain", "x"), advice("a", "large", "y")});
  ASSERT_THAT(groups, SizeIs(3));
  EXPECT_EQ(title_of(groups[0]), "a: x");
  EXPECT_THAT(groups[0].scenarios, ElementsAre("plain", "small"));
  EXPECT_EQ(title_of(groups[1]), "b: x");
  EXPECT_EQ(title_of(groups[2]), "a: y");
}

TEST(AdviceText, NamesTheScenarioThatTheEvidenceIsFrom) {
  EXPECT_EQ(advice_text(std::vector{advice("a", "plain", "x"), advice("a", "small", "x")}),
            "  a: x\n"
            "    suggestion     join them\n"
            "    evidence       plain: threads +1.00/fetch\n"
            "    on             plain, small\n");
}

TEST(AdviceText, NamesTheLineToChange) {
  TrialAdvice one = advice("a", "plain", "x");
  one.advice.line = Place{.function = "main.fetch", .file = "main.go", .line = 7};
  EXPECT_THAT(advice_text(std::vector{one}),
              ::testing::HasSubstr("    line           main.fetch (main.go:7)\n"
                                   "    suggestion     join them\n"));
  one.advice.line->excerpt = "> 7  resp, err := http.Get(url)\n  8  }";
  one.advice.line_only_fetches = true;
  EXPECT_THAT(
      advice_text(std::vector{one}),
      ::testing::HasSubstr("main.fetch (main.go:7), which fetches; the line that makes what "
                           "is left is not known\n"
                           "    code           > 7  resp, err := http.Get(url)\n"
                           "                     8  }\n"));
}

TEST(AdviceText, SaysThatWhatIsKeptIsNotKeptWhereItIsMade) {
  TrialAdvice one = advice("a", "plain", "response kept");
  one.advice.line = Place{.function = "main.fetch", .file = "main.go", .line = 7};
  EXPECT_THAT(advice_text(std::vector{one}),
              ::testing::HasSubstr("main.fetch (main.go:7), which makes what is kept\n"));
}

TEST(AdviceText, IsEmptyWithoutAdvice) { EXPECT_EQ(advice_text({}), ""); }

TEST(AdviceText, ShowsNoControlCharacters) {
  EXPECT_THAT(advice_text(std::vector{advice("a\x1b[2J", "b\n", "c")}),
              ::testing::HasSubstr("a\\x1b[2J: c\n"));
}

}  // namespace
}  // namespace leakproof::report
