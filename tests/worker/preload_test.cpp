// SPDX-License-Identifier: MIT
#include "worker/preload.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "interposer/counters.hpp"
#include "posix/process.hpp"
#include "shell.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;

// What a Preload says of a shell that was started with these variables.
std::string obstacle_of(const std::vector<std::string>& variables, const std::string& script) {
  Command command = testing::shell(script);
  command.environment.insert(command.environment.end(), variables.begin(), variables.end());
  const Process process(command);
  Preload preload(std::make_shared<HeapTable>());
  preload.check(process.pid());
  EXPECT_EQ(preload.table(), nullptr);
  return preload.obstacle();
}

TEST(Preload, HasNoTableWhereTheInterposerIsNotMapped) {
  EXPECT_THAT(obstacle_of({}, "read end"), HasSubstr("removed leakproof's variables from the"));
  EXPECT_THAT(obstacle_of({std::string(preload::table_variable) + "=/nowhere"}, "read end"),
              HasSubstr("did a launcher change LD_PRELOAD?"));
}

TEST(Preload, HasNoTableOfAProcessThatHasGone) {
  Preload preload(std::make_shared<HeapTable>());
  preload.check(1 << 30);
  EXPECT_EQ(preload.table(), nullptr);
  EXPECT_THAT(preload.obstacle(), HasSubstr("may not be read"));
}

TEST(Preload, KeepsTheTableWhereItIsMapped) {
  // It maps its table into this process, but nothing counts there.
  Preload preload(std::make_shared<HeapTable>());
  preload.check(::getpid());
  EXPECT_NE(preload.table(), nullptr);
  EXPECT_EQ(preload.obstacle(), "nothing is counted in it: are more than 64 processes preloaded?");
}

TEST(Preload, SaysWhyItIsNotPreloaded) {
  Preload preload("it runs under Valgrind");
  preload.check(::getpid());
  EXPECT_EQ(preload.table(), nullptr);
  EXPECT_EQ(preload.obstacle(), "it runs under Valgrind");
  EXPECT_EQ(Preload().obstacle(), "");
}

}  // namespace
}  // namespace leakproof
