// SPDX-License-Identifier: MIT
#include "report/github.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "report/made_up.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;

std::string annotations(const std::vector<Result>& results,
                        OnInconclusive inconclusive = OnInconclusive::fail) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  RunInfo info = testing::made_up_run(results.size());
  info.inconclusive = inconclusive;
  GitHubAnnotations reporter(out, info, "/home/me/repo");
  for (const Result& result : results) reporter.add(result);
  reporter.finish(testing::made_up_advice(results));
  std::fclose(out);
  std::string all(text, size);
  std::free(text);
  return all;
}

TEST(GitHubAnnotations, PointAtTheOwnersLineInTheRepository) {
  EXPECT_THAT(annotations({testing::made_up("mine", "plain", 24)}),
              ::testing::StartsWith("::error file=clients/adapters/mine.cpp,line=16,"
                                    "title=mine × plain leaks::"));
}

TEST(GitHubAnnotations, AreALineEachWhateverIsInThem) {
  const std::string text = annotations(testing::awkward_results());
  EXPECT_EQ(std::ranges::count(text, '\n'), 6) << text;
  EXPECT_THAT(text, HasSubstr("100 %25%0Asecond line"));
  EXPECT_THAT(text, HasSubstr("title=open%2C comma%3A colon × basic-large inconclusive::"));
}

TEST(GitHubAnnotations, AdviseAtTheLineThatHoldsTheLeak) {
  const std::string text =
      annotations({testing::made_up("mine", "plain", 24), testing::made_up("mine", "small", 24)});
  EXPECT_THAT(text, HasSubstr("::notice file=clients/adapters/mine.cpp,line=16,"
                              "title=advice on mine%3A response kept::"));
}

TEST(GitHubAnnotations, AreNoErrorsForKnownLeaksAndWarnings) {
  const std::string text = annotations(testing::listed_results(), OnInconclusive::warn);
  const std::string line = "file=clients/adapters/mine.cpp,line=16,";
  EXPECT_THAT(text, HasSubstr("::notice " + line + "title=known-client × plain known::"));
  EXPECT_THAT(text, HasSubstr("::error " + line + "title=changed-client × plain leaks::"));
  EXPECT_THAT(text, HasSubstr("::notice title=gone-client × plain clean::"));
  EXPECT_THAT(text, HasSubstr("%0AA known leak is gone: remove its entry"));
  EXPECT_THAT(text, HasSubstr("::warning title=open-client × plain inconclusive::"));
}

}  // namespace
}  // namespace leakproof::report
