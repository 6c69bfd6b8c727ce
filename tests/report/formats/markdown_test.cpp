// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <sstream>

#include "report/formats/format_test.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Markdown = FormatTest;

TEST_F(Markdown, TakesNoMarkupFromOutside) {
  const std::string text = finished("markdown", testing::awkward_results());
  std::istringstream lines(text);
  bool fenced = false;  // a code block shows markup verbatim
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) fenced = !fenced;
    EXPECT_TRUE(fenced || line.find("<script") == line.npos) << line;
  }
  EXPECT_FALSE(fenced);
  EXPECT_THAT(text, HasSubstr("script&#62;"));
  EXPECT_THAT(text, HasSubstr("❌ leaks"));
  EXPECT_THAT(text, HasSubstr("1 of 6 trials clean"));
  EXPECT_THAT(text, HasSubstr("clients/adapters/mine.cpp:16"));
}

TEST_F(Markdown, AdvisesOnTheTrialsThatAreNotAsExpected) {
  const std::string text = finished(
      "markdown", {testing::made_up("a", "plain", 24), testing::made_up("a", "small", 24)});
  EXPECT_THAT(text, HasSubstr("#### Advice\n\n- **a&#58; response kept**\n"
                              "  - line: "));
  EXPECT_THAT(text, HasSubstr("  - code:\n\n"
                              "    ````text\n"
                              "      15  {\n"
                              "    > 16  list = append(list, \"```</script>\");\n"
                              "    ````\n"));
  EXPECT_THAT(text, HasSubstr("  - on: plain, small\n"));
  EXPECT_THAT(finished("markdown", {testing::made_up("a", "plain", 0)}), Not(HasSubstr("Advice")));
}

TEST_F(Markdown, NotesKnownLeaksAndWarnings) {
  const std::string text = listed("markdown");
  EXPECT_THAT(text, HasSubstr("### leakproof: 1 of 4 trials clean"));
  EXPECT_THAT(text, HasSubstr("- known: known-client × plain: "));
  EXPECT_THAT(text, HasSubstr("- gone: gone-client × plain: A known leak is gone"));
  EXPECT_THAT(text, HasSubstr("- warning: inconclusive: open-client × plain: "));
  EXPECT_THAT(text, HasSubstr("🔶 known"));
  EXPECT_THAT(text, HasSubstr("**❌ leaks**"));
  EXPECT_THAT(text, HasSubstr("now +48 B/fetch"));
}

}  // namespace
}  // namespace leakproof::report
