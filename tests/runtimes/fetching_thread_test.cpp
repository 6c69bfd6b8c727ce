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
                       {.function = "okhttp3.RealCall.execute", .module = "class path"},
                       {.function = "Main.main", .file = "Main.java", .line = line}});
}

const Holding other = thread("timer", {{.function = "java.lang.Thread.sleep"},
                                       {.function = "Timer.run", .file = "Timer.java", .line = 3}});
const Holding jvms = thread("Signal Dispatcher", {});

TEST(FetchingThread, IsTheOneInAClient) {
  const auto stack = stack_that_fetches(std::vector{jvms, other, fetching("main", 17)});
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->front().function, "fetch by thread main");
  EXPECT_EQ(stack->front().module, thread_module);
  EXPECT_EQ(stack->back().line, 17);
}

TEST(FetchingThread, IsTheOnlyOneOfTheUsersIfNoneIsInAClient) {
  const auto stack = stack_that_fetches(std::vector{jvms, other});
  ASSERT_TRUE(stack);
  EXPECT_EQ(stack->back().function, "Timer.run");
}

TEST(FetchingThread, IsUnknownWhereSeveralLinesFetch) {
  EXPECT_TRUE(stack_that_fetches(std::vector{fetching("a", 17), fetching("b", 17)}));
  EXPECT_FALSE(stack_that_fetches(std::vector{fetching("a", 17), fetching("b", 18)}));
  EXPECT_FALSE(stack_that_fetches(std::vector{jvms}));
}

}  // namespace
}  // namespace leakproof
