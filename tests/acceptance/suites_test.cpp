// SPDX-License-Identifier: MIT
// Tests of a suite that run again and serve fetches: leakproof run --test.
#include <gmock/gmock.h>

#include "acceptance/judge_program.hpp"

namespace leakproof {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Seen;

Seen judge_suite(const std::vector<std::string>& manner, std::vector<std::string> options = {}) {
  options.insert(options.end(), {"--test", "tests/test_a.py::test_get", "--horizon", "300"});
  std::vector<std::string> command{PYTHON, PROGRAMS "/suite.py"};
  command.insert(command.end(), manner.begin(), manner.end());
  return testing::judge(options, command);
}

class Suite : public ::testing::TestWithParam<std::vector<std::string>> {};

// Among them one that prints 10 kB at each fetch, and one whose runner waits for a child that leads
// a session of its own.
TEST_P(Suite, IsCleanWhereItsTestIs) {
  const Seen seen = judge_suite(GetParam());
  EXPECT_EQ(seen.trial["ruling"], "clean") << seen.ended.output;
  EXPECT_EQ(seen.trial["client"], "tests/test_a.py::test_get");
  EXPECT_EQ(seen.trial["fetches"], seen.trial["ledger"]["requests"]);
  EXPECT_EQ(seen.ended.exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Of, Suite,
                         ::testing::Values(std::vector<std::string>{"clean"},
                                           std::vector<std::string>{"prints"},
                                           std::vector<std::string>{"clean", "forks"},
                                           std::vector<std::string>{"clean", "series"}));

TEST(SuiteThatLeaks, IsFoundInTheProcessOfTheTest) {
  for (const std::vector<std::string>& manner :
       {std::vector<std::string>{"keeps"}, std::vector<std::string>{"keeps", "forks"}}) {
    const Seen seen = judge_suite(manner);
    EXPECT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
    EXPECT_NEAR(seen.finding("heap_bytes")["per_fetch"].get<double>(), 16'500, 500);
    EXPECT_EQ(seen.ended.exit_code, 1);
  }
}

// As those of an unmodified program in Go.
TEST(SuiteThatReportsARuntime, HasItsSeriesJudgedAsThatRuntimes) {
  const Seen seen = judge_suite({"keeps", "series"});
  const auto& goroutines = seen.finding("goroutines");
  EXPECT_EQ(goroutines["ruling"], "leaks") << seen.ended.output;
  EXPECT_EQ(goroutines["kind"], "task");
  EXPECT_EQ(goroutines["unit"], "count");
  EXPECT_EQ(seen.finding("go_heap")["kind"], "runtime_heap");
  EXPECT_EQ(seen.finding("go_heap")["role"], "decides");
  EXPECT_EQ(seen.finding("heap_bytes")["role"], "one_sided");
  EXPECT_EQ(seen.finding("anonymous")["role"], "informational");
}

TEST(SuiteThatBreaks, SaysHow) {
  const auto reason = [](const std::vector<std::string>& manner) {
    const Seen seen = judge_suite(manner);
    EXPECT_EQ(seen.ended.exit_code, 3) << seen.ended.output;
    return seen.trial["reason"].get<std::string>();
  };
  EXPECT_THAT(reason({"ends-before"}),
              AllOf(HasSubstr("exit code 2 before the test connected"), HasSubstr("ImportError")));
  EXPECT_THAT(reason({"greets-wrongly"}), HasSubstr("it sent \"HTTP/1.1 200 OK\" instead of"));
  EXPECT_THAT(reason({"connects-twice"}), HasSubstr("the test connected twice"));
  EXPECT_THAT(reason({"crashes"}), HasSubstr("it was killed by signal 6"));
  EXPECT_THAT(reason({"crashes", "forks"}),
              AllOf(HasSubstr("the process of the test has ended"), HasSubstr("1 failed")));
}

TEST(SuiteThatNeverConnects, IsGivenUp) {
  const Seen seen = judge_suite({"never-connects"}, {"--worker-timeout", "2"});
  EXPECT_THAT(seen.trial["reason"].get<std::string>(),
              AllOf(HasSubstr("the test did not connect within 2 s (--worker-timeout)"),
                    HasSubstr("waiting for a database")));
}

TEST(SuiteThatCannotBeStarted, IsAUsageError) {
  const Seen seen = testing::judge({"--test", "get"}, {"no-such-runner"});
  EXPECT_EQ(seen.ended.exit_code, 2);
  EXPECT_THAT(seen.ended.errors, HasSubstr("program \"no-such-runner\" is not a program"));
}

}  // namespace
}  // namespace leakproof
