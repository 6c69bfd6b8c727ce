// SPDX-License-Identifier: MIT
#include "report/console.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#include "report/made_up.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string console(ConsoleStyle style) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  {
    const auto results = testing::awkward_results();
    Console reporter(out, style, testing::made_up_run(results.size()));
    for (const Result& result : results) {
      reporter.started(result.trial);
      reporter.add(result);
    }
    reporter.finish(testing::made_up_advice(results));
  }
  std::fclose(out);
  std::string all(text, size);
  std::free(text);
  return all;
}

TEST(Console, SaysWhoHoldsItAndWhatToDo) {
  const std::string text = console({});
  EXPECT_THAT(text,
              HasSubstr("owner          97 % of heap_bytes: 24.0 B/fetch in 1.00 blocks/fetch"));
  EXPECT_THAT(text, HasSubstr("> Mine::fetch "
                              "(/home/me/repo/clients/adapters/mine.cpp:16)"));
  EXPECT_THAT(text, HasSubstr("repro          leakproof run"));
  EXPECT_THAT(text, HasSubstr("\n  scoped: response kept\n"
                              "    on             plain\n"
                              "    evidence       +24.0 B/fetch"));
}

TEST(Console, HasNoColourUnlessItIsWanted) {
  EXPECT_THAT(console({}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(console({.colour = true}), HasSubstr("\x1b[31m"));
}

std::size_t columns_of(const std::string& line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
}

TEST(Console, KeepsTablesAndSentencesWithinATerminal) {
  std::istringstream text(console({.width = 70}));
  for (std::string line; std::getline(text, line);) {
    // Only stacks and quotes from a worker are not wrapped.
    const bool quoted = line.find(".c") != line.npos || line.find("]]>") != line.npos ||
                        line.find("<script") != line.npos;
    EXPECT_TRUE(quoted || columns_of(line) <= 70) << columns_of(line) << " " << line;
  }
}

TEST(Console, AdvisesOnlyOnTrialsWhoseEvidenceItHasShown) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  RunInfo info = testing::made_up_run(1);
  info.declared = true;  // and leaks as declared
  std::vector<Result> results{testing::made_up("naive", "plain", 24)};
  results[0].trial.expect = Expectation::leaks;
  {
    Console reporter(out, {}, info);
    reporter.started(results[0].trial);
    reporter.add(results[0]);
    reporter.finish(testing::made_up_advice(results));
  }
  std::fclose(out);
  EXPECT_THAT(std::string(text, size), Not(HasSubstr("Advice")));
  std::free(text);
}

}  // namespace
}  // namespace leakproof::report
