// SPDX-License-Identifier: MIT
#include "torture/account.hpp"

#include <gmock/gmock.h>

#include "model/finding.hpp"

namespace leakproof::torture {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Ranges, JoinNeighbours) {
  EXPECT_EQ(ranges({}), "");
  EXPECT_EQ(ranges({4}), "4");
  EXPECT_EQ(ranges({1, 2, 3, 7, 9, 10}), "1–3, 7, 9–10");
}

Account with(Finding finding) {
  finding.numbers = finding.numbers.empty() ? std::vector<std::int64_t>{41} : finding.numbers;
  return {.numbers = {{Outcome::failed, {1, 2}}, {Outcome::accused, finding.numbers}},
          .findings = {finding},
          .seconds = 1.5};
}

TEST(AccountText, SaysWhatWhenWhoAndHowToSeeItAgain) {
  const Account account = with({.harm = Harm::leaves_something,
                                .least = {.blocks = 1, .bytes = 24, .descriptors = 2},
                                .most = {.blocks = 1, .bytes = 24, .descriptors = 3},
                                .call = "allocation",
                                .stack = {{.function = "grow()", .file = "/x.cpp", .line = 7}}});
  EXPECT_EQ(text(account, "mine × plain", {.command = "leakproof torture mine"}),
            "mine × plain  41 allocations of a fetch made to fail, 1.5 s\n"
            "    the fetch fails, no harm done  1–2\n"
            "    harm done                      41\n"
            "! it leaves 1 block (24 bytes) and 2–3 descriptors behind, each time\n"
            "    when allocation 41 fails, made by\n"
            "      grow() (/x.cpp:7)\n"
            "    replay: leakproof torture mine --fail-at 41\n");
}

TEST(AccountText, SaysWhereItCrashed) {
  const Finding crash{.harm = Harm::breaks,
                      .broke = "it was killed by signal 11",
                      .end = {.kind = EndPlace::Kind::crashed,
                              .stack = {{.function = "use()", .file = "/x.cpp", .line = 9}}},
                      .stack = {{.function = "grow()", .file = "/x.cpp", .line = 7}}};
  EXPECT_THAT(text(with(crash), "", {}), HasSubstr("! it was killed by signal 11\n"
                                                   "    it crashed in\n"
                                                   "      use() (/x.cpp:9)\n"
                                                   "    when allocation 41 fails, made by\n"
                                                   "      grow() (/x.cpp:7)\n"));
}

TEST(AccountText, SaysWhereItHungAndWhereItEnded) {
  Finding lost{.harm = Harm::breaks, .end = {.stack = {{.function = "use()"}}}};
  lost.end.kind = EndPlace::Kind::hung;
  EXPECT_THAT(text(with(lost), "", {}), HasSubstr("    it hung in\n      use() ()\n"));
  lost.end.kind = EndPlace::Kind::exited;
  EXPECT_THAT(text(with(lost), "", {}), HasSubstr("    it ended in\n      use() ()\n"));
}

TEST(AccountText, SaysWhyItDoesNotKnowWhere) {
  const Finding crash{.harm = Harm::breaks, .end = {.obstacle = "ptrace is not permitted here"}};
  EXPECT_THAT(text(with(crash), "", {}),
              HasSubstr("    where is not known: ptrace is not permitted here\n"));
}

TEST(AccountText, NamesTheSystemCall) {
  Account account = with({.harm = Harm::does_not_recover,
                          .kind = FaultKind::interrupted,
                          .call = "receive",
                          .numbers = {3, 4}});
  account.of_system_calls = true;
  const std::string words = text(account, "", {});
  EXPECT_THAT(words, HasSubstr("  4 system calls of a fetch"));
  EXPECT_THAT(words, HasSubstr("when system calls 3–4, receive, are interrupted; the first"));
}

TEST(AccountText, IsFitToShowWhateverAWorkerSaysOrIsCalled) {
  const Account account = with({.harm = Harm::breaks,
                                .broke = "it was killed by signal 6\n    \x1b[31mlast words",
                                .stack = {{.function = "\x1b[2J"}}});
  const std::string words = text(account, "", {});
  EXPECT_THAT(words, HasSubstr("! it was killed by signal 6\n    \\x1b[31mlast words\n"));
  EXPECT_THAT(words, Not(HasSubstr("\x1b")));
}

TEST(AccountText, SaysWhyItStopped) {
  EXPECT_THAT(text({.stopped = "stopped after 9 s at call 3"}, "", {}),
              HasSubstr("    stopped after 9 s at call 3\n"));
}

}  // namespace
}  // namespace leakproof::torture
