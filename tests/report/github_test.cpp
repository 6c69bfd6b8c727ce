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

std::string annotations(const std::vector<Result>& results) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  GitHubAnnotations reporter(out, testing::made_up_run(results.size()), "/home/me/repo");
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

}  // namespace
}  // namespace leakproof::report
