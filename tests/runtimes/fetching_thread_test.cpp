// SPDX-License-Identifier: MIT
#include "runtimes/jvm/fetching_thread.hpp"

#include <gmock/gmock.h>

#include <string>

#include "runtimes/jvm/thread_dump.hpp"

namespace leakproof {
namespace {

Holding thread(const std::string& name, std::vector<Place> frames) {
  frames.insert(frames.begin(), {.function = name, .module = std::string(thread_module)});
  return {.metric = "threads", .count = 1, .stack = std::move(frames)};
}

Holding fetching(const std::string& name, int line) {
  return thread(name, {{.function = "sun.nio.ch.Net.poll", .module = "java.base"},
                       {.function = "org.lib.Call.execute", .module = "library"},
                       {.function = "Main.main", .file = "Main.java", .line = line}});
}

const Holding other = thread("timer", {{.function = "java.lang.Thread.sleep"},
                                       {.function = "Timer.run", .file = "Timer.java", .line = 3}});
const Holding jvms = thread("Signal Dispatcher", {});

TEST(FetchingThread, IsTheOneInAClient) {
  const auto stack = stack_that_fetches(std::vector{jvms, other, fetching("main", 17)});
  ASSERT_FALSE(stack.empty());
  EXPECT_EQ(stack.front().function, "fetch by thread main");
  EXPECT_EQ(stack.front().module, thread_module);
  EXPECT_EQ(stack.back().line, 17);
}

TEST(FetchingThread, IsNotALibrarys) {
  const Holding monitor =
      thread("Thread-N", {{.function = "java.lang.Object.wait", .module = "java.base"},
                          {.function = "org.lib.Monitor.run", .line = 22, .module = "library"}});
  const auto stack = stack_that_fetches(std::vector{monitor, fetching("main", 17)});
  ASSERT_FALSE(stack.empty());
  EXPECT_EQ(stack.back().function, "Main.main");
  EXPECT_TRUE(stack_that_fetches(std::vector{monitor}).empty());
}

// A thread of the user's may wait in a library that is no client.
TEST(FetchingThread, IsTheOneInTheNetworkIfSeveralAreInLibraries) {
  const Holding queue = thread("worker", {{.function = "org.lib.Queue.take", .module = "library"},
                                          {.function = "Worker.run", .line = 9}});
  const auto stack = stack_that_fetches(std::vector{queue, fetching("main", 17)});
  ASSERT_FALSE(stack.empty());
  EXPECT_EQ(stack.back().line, 17);
}

TEST(FetchingThread, IsTheOnlyOneOfTheUsersIfNoneIsInAClient) {
  const auto stack = stack_that_fetches(std::vector{jvms, other});
  ASSERT_FALSE(stack.empty());
  EXPECT_EQ(stack.back().function, "Timer.run");
}

TEST(FetchingThread, IsUnknownWhereSeveralLinesFetch) {
  EXPECT_FALSE(stack_that_fetches(std::vector{fetching("a", 17), fetching("b", 17)}).empty());
  EXPECT_TRUE(stack_that_fetches(std::vector{fetching("a", 17), fetching("b", 18)}).empty());
  EXPECT_TRUE(stack_that_fetches(std::vector{jvms}).empty());
}

}  // namespace
}  // namespace leakproof
