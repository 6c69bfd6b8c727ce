// SPDX-License-Identifier: MIT
#include "posix/endless_wait.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>

#include "posix/process.hpp"
#include "posix/quiescence.hpp"

namespace leakproof {
namespace {

// Does the program wait without limit, once it has come to rest?
bool comes_to_wait(const std::string& script) {
  const Process process(
      {.words = {"/bin/bash", "-c", script}, .environment = {"PATH=/usr/bin:/bin"}});
  Quiescence(process.pid()).wait();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (std::chrono::steady_clock::now() < deadline) {
    if (waits_without_limit(process.pid())) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST(EndlessWait, IsThatForAnEvent) { EXPECT_TRUE(comes_to_wait("read line")); }

TEST(EndlessWait, IsNotThatForTimeToPass) { EXPECT_FALSE(comes_to_wait("exec sleep 1000")); }

TEST(EndlessWait, IsNotThatOfAThreadThatRuns) {
  EXPECT_FALSE(comes_to_wait("while :; do :; done"));
}

TEST(EndlessWait, IsNotThatOfAProcessThatHasGone) {
  EXPECT_FALSE(waits_without_limit(999'999'999));
}

}  // namespace
}  // namespace leakproof
