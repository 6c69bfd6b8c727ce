// SPDX-License-Identifier: MIT
#include "posix/thread_activity.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "posix/processes.hpp"

namespace leakproof {
namespace {

TEST(ThreadActivity, CountsThreadsAsTheyComeAndGo) {
  ThreadActivity activity(::getpid());
  const std::size_t before = activity.look().threads;
  EXPECT_GE(before, 1U);
  {
    std::latch end(1);
    std::vector<std::jthread> more;
    for (int i = 0; i < 100; ++i) more.emplace_back([&] { end.wait(); });
    EXPECT_EQ(activity.look().threads, before + 100) << "more than it keeps files of";
    end.count_down();
  }
  // A thread may be in the list for a moment after it was joined.
  while (threads_of(::getpid()).size() > before) std::this_thread::yield();
  activity.look();
  EXPECT_EQ(activity.look().threads, before);
}

TEST(ThreadActivity, SeesThatAThreadRunsAndForHowLong) {
  ThreadActivity activity(::getpid());
  const Activity before = activity.look();
  EXPECT_TRUE(before.is_running) << "this thread does";
  std::atomic<bool> end = false;
  std::jthread busy([&] {
    while (!end) {
    }
  });
  Activity after = activity.look();
  while (after.ran < before.ran + std::chrono::milliseconds(5)) after = activity.look();
  EXPECT_TRUE(after.is_running);
  end = true;
}

TEST(ThreadActivity, LooksPastTheThreadThatIsToBeIgnored) {
  ThreadActivity activity(::getpid());
  EXPECT_TRUE(activity.look().is_running);
  const std::size_t before = activity.look().threads;
  activity.ignore(::gettid());
  const Activity others = activity.look();
  EXPECT_FALSE(others.is_running) << "only this thread runs";
  EXPECT_EQ(others.threads, before - 1);
  activity.ignore(0);
  EXPECT_EQ(activity.look().threads, before);
}

TEST(ThreadActivity, SeesNothingOfAProcessThatHasGone) {
  EXPECT_EQ(ThreadActivity(999'999'999).look().threads, 0U);
}

}  // namespace
}  // namespace leakproof
