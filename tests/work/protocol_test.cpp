// SPDX-License-Identifier: MIT
#include "work/protocol.hpp"

#include <gmock/gmock.h>

namespace leakproof::protocol {
namespace {

TEST(Protocol, KnowsAGreetingOfItsOwnVersionOnly) {
  EXPECT_EQ(parse_hello("hello leakproof-worker/1 requests 2.28.1"), "requests 2.28.1");
  EXPECT_EQ(parse_hello("hello leakproof-worker/1"), "");
  for (const char* line : {"", "hello", "hello leakproof-worker/2", "HELLO leakproof-worker/1"}) {
    EXPECT_FALSE(parse_hello(line)) << line;
  }
}

TEST(Protocol, TakesTwoPlausibleCounts) {
  const auto done = parse_done("done 20 3");
  ASSERT_TRUE(done);
  EXPECT_EQ(done->attempted, 20);
  EXPECT_EQ(done->failed, 3);
}

TEST(Protocol, TakesNoOther) {
  for (const char* line : {"", "done", "done 20", "done 20 21", "done 20 -1", "done 20 0 0",
                           "done 20 0x", "done 99999999999999999999 0", "settled"}) {
    EXPECT_FALSE(parse_done(line)) << line;
  }
}

TEST(Protocol, TakesNumbersThatTheRuntimeKnows) {
  const auto values = parse_settled("settled js_heap=812344 external=-5");
  ASSERT_TRUE(values);
  ASSERT_EQ(values->size(), 2U);
  EXPECT_EQ(values->at(0).name, "js_heap");
  EXPECT_EQ(values->at(0).value, 812344);
  EXPECT_EQ(values->at(1).value, -5);
  EXPECT_TRUE(parse_settled("settled")->empty());
}

TEST(Protocol, TakesNoNameThatCouldDoHarm) {
  for (const char* line : {"settled heap", "settled =1", "settled heap=", "settled heap=1.5",
                           "settled <b>=1", "settled Heap=1", "settled a=1 a=2", "done 1 0"}) {
    EXPECT_FALSE(parse_settled(line)) << line;
  }
  EXPECT_FALSE(parse_settled("settled " + std::string(41, 'a') + "=1"));
}

TEST(Protocol, TakesABoundedNumberOfThem) {
  std::string line = "settled";
  for (int i = 0; i < 32; ++i) line += " n" + std::to_string(i) + "=1";
  EXPECT_TRUE(parse_settled(line));
  EXPECT_FALSE(parse_settled(line + " one_more=1"));
}

TEST(Protocol, OrdersBothStepsAtOnce) {
  EXPECT_EQ(order(20, "http://127.0.0.1:1/plain"), "run 20 http://127.0.0.1:1/plain\nsettle\n");
  EXPECT_EQ(order(0, "http://127.0.0.1:1/plain"), "settle\n");
}

}  // namespace
}  // namespace leakproof::protocol
