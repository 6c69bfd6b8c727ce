// SPDX-License-Identifier: MIT
#include "worker/other_processes.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <memory>

#include "posix/process.hpp"
#include "shell.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using testing::shell;

// This process stands for one that makes no requests.
TEST(OtherProcesses, AreNamedWhereTheyGrowByMoreThanAStartNeeds) {
  Process measured(shell("read end"));
  const std::array<pid_t, 2> all{measured.pid(), ::getpid()};
  const OtherProcesses others(all, measured.pid());
  EXPECT_EQ(others.growth(1000), "");
  constexpr std::size_t size = 32 << 20;
  const std::unique_ptr<char[]> kept(new char[size]);
  std::memset(kept.get(), 1, size);
  EXPECT_THAT(others.growth(1000), HasSubstr("process " + std::to_string(::getpid()) + " ("));
  EXPECT_THAT(others.growth(1000), HasSubstr("which makes no requests, grew by "));
  EXPECT_EQ(others.growth(10'000'000), "") << "it is little for so many fetches";
  EXPECT_EQ(kept[size - 1], 1);
}

TEST(OtherProcesses, AreNotTheOneThatIsMeasured) {
  const std::array<pid_t, 1> all{::getpid()};
  const OtherProcesses others(all, ::getpid());
  const std::unique_ptr<char[]> kept(new char[32 << 20]());
  EXPECT_EQ(others.growth(1), "");
}

}  // namespace
}  // namespace leakproof
