// SPDX-License-Identifier: MIT
#include "worker/failure_text.hpp"

#include <gmock/gmock.h>

#include <string>

namespace leakproof::failure {
namespace {

using ::testing::HasSubstr;

TEST(Silence, TellsWhatTheClientWaitsFor) {
  EXPECT_EQ(silence({.under_way = 1}, "30 s", true),
            "it made no further request for 30 s, with 1 reply not sent completely or not read");
  EXPECT_THAT(silence({.under_way = 2}, "30 s", true), HasSubstr("with 2 replies"));
  EXPECT_THAT(exhausted_pool(1), HasSubstr("the reply on its only open connection is not read"));
  EXPECT_THAT(exhausted_pool(8),
              HasSubstr("the replies on all its 8 open connections are not read"));
  EXPECT_EQ(silence({}, "30 s", true), "it made no request for 30 s");
  EXPECT_THAT(silence({}, "30 s", false),
              HasSubstr("no request within 30 s. Does it take the address from {url}"));
}

TEST(TooFewRequests, SuggestsALoopToAClientThatEndsEarly) {
  EXPECT_THAT(
      too_few_requests({.passed = 1}).value(),
      ::testing::StartsWith("it made 1 request and ended by itself. Growth can be measured"));
  EXPECT_THAT(too_few_requests({.passed = 23, .held = 1}).value(),
              HasSubstr("23 requests and ended by itself; the next came from another process"));
  EXPECT_FALSE(too_few_requests({.passed = 24}));
}

TEST(Ended, NamesTheSignalThatKilled) {
  EXPECT_EQ(ended(7), "it ended by itself with exit code 7");
  EXPECT_EQ(ended(-11), "it was killed by signal 11");
}

TEST(UnexpectedLine, QuotesTheBeginningAsPrintableText) {
  EXPECT_EQ(unexpected_line("\x1b[31mno", "settled"),
            R"(it sent "\x1b[31mno" instead of "settled")");
  EXPECT_EQ(unexpected_line(std::string(200, 'x'), "done").size(),
            unexpected_line(std::string(80, 'x'), "done").size());
}

TEST(TestEnded, SaysHowAndWhatToLookFor) {
  EXPECT_THAT(test_ended(2),
              ::testing::StartsWith("it ended by itself with exit code 2 before the test"));
}

TEST(Hint, RecognisesMusl) {
  const std::string musl =
      "Error relocating /usr/lib/leakproof/libleakproof-heap.so: backtrace: symbol not found";
  EXPECT_THAT(hint(musl), ::testing::StartsWith(". It uses the C library musl"));
  EXPECT_EQ(hint("Error relocating /lib/other.so: backtrace: symbol not found"), "");
  EXPECT_EQ(hint(""), "");
}

}  // namespace
}  // namespace leakproof::failure
