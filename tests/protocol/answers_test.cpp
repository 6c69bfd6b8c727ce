// SPDX-License-Identifier: MIT
#include "protocol/answers.hpp"

#include <gmock/gmock.h>

namespace leakproof::protocol {
namespace {

TEST(Protocol, KnowsABannerOfItsOwnVersionOnly) {
  EXPECT_EQ(parse_hello("hello leakproof-worker/1 requests 2.28.1")->banner, "requests 2.28.1");
  EXPECT_EQ(parse_hello("hello leakproof-worker/1")->banner, "");
  for (const char* line : {"", "hello", "hello leakproof-worker/2", "HELLO leakproof-worker/1",
                           "hello leakproof-worker/1+x", "hello leakproof-worker/1++explain"}) {
    EXPECT_FALSE(parse_hello(line)) << line;
  }
}

TEST(Protocol, KnowsWhatAWorkerCanDo) {
  const auto features = [](const std::string& spoken) {
    const auto hello = parse_hello("hello leakproof-worker/1" + spoken + " x");
    return std::pair(hello->explains, hello->leaves_bodies);
  };
  EXPECT_EQ(features(""), std::pair(false, false));
  EXPECT_EQ(features("+explain"), std::pair(true, false));
  EXPECT_EQ(features("+unread"), std::pair(false, true));
  EXPECT_EQ(features("+explain+unread"), std::pair(true, true));
  EXPECT_EQ(features("+unread+explain"), std::pair(true, true));
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
  for (const char* line :
       {"settled heap", "settled =1", "settled heap=", "settled heap=1.5", "settled <b>=1",
        "settled Heap=1", "settled a=1 a=2", "settled a=9007199254740993",
        "settled a=-9223372036854775808", "done 1 0"}) {
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

TEST(Protocol, ReadsFromABannerWhetherTheWorkerExplains) {
  EXPECT_FALSE(parse_hello("hello leakproof-worker/1 requests 2.28.1")->explains);
  EXPECT_TRUE(parse_hello("hello leakproof-worker/1+explain requests 2.28.1")->explains);
  EXPECT_FALSE(parse_hello("hello leakproof-worker/1+explain requests 2.28.1")->knows_last);
  EXPECT_TRUE(parse_hello("hello leakproof-worker/1+explain+last requests 2.28.1")->knows_last);
  EXPECT_FALSE(parse_hello("hello leakproof-worker/1+sing requests 2.28.1"));
}

TEST(Protocol, TakesHowManyLinesExplain) {
  EXPECT_EQ(parse_explains("explains tracemalloc 200")->lines, 200);
  EXPECT_EQ(parse_explains("explains heap-profiler 0")->source, "heap-profiler");
  for (const char* line : {"", "explains", "explains x", "explains x 201", "explains x -1",
                           "explains <b> 1", "explains x 1 1", "settled"}) {
    EXPECT_FALSE(parse_explains(line)) << line;
  }
}

TEST(Protocol, TakesStacksAndContainers) {
  Explanation told;
  EXPECT_TRUE(parse_explained("held\t480\t10\t/in ner.py\t4\t\t/outer.py\t12\tget", told));
  EXPECT_TRUE(parse_explained("container\t7\tlist mine.kept", told));
  EXPECT_TRUE(parse_explained("received\t5\tArray of Client", told));
  ASSERT_EQ(told.holdings.size(), 1U);
  EXPECT_EQ(told.holdings[0].bytes, 480);
  EXPECT_EQ(told.holdings[0].count, 10);
  ASSERT_EQ(told.holdings[0].stack.size(), 2U);
  EXPECT_EQ(told.holdings[0].stack[0].file, "/in ner.py");
  EXPECT_EQ(told.holdings[0].stack[1].line, 12);
  EXPECT_EQ(told.holdings[0].stack[1].function, "get");
  ASSERT_EQ(told.containers.size(), 2U);
  EXPECT_FALSE(told.containers[0].since_first);
  EXPECT_TRUE(told.containers[1].since_first);
  EXPECT_EQ(told.containers[0].name, "list mine.kept");
  EXPECT_EQ(told.containers[0].length, 7);
}

TEST(Protocol, TakesWhereTheNewestItemOfAContainerWasCreated) {
  Explanation told;
  EXPECT_TRUE(parse_explained("container\t7\tlist mine.kept\t/mine.py\t4\tget\t/a.py\t1\t", told));
  ASSERT_EQ(told.containers.size(), 1U);
  EXPECT_EQ(told.containers[0].name, "list mine.kept");
  ASSERT_EQ(told.containers[0].newest.size(), 2U);
  EXPECT_EQ(told.containers[0].newest[0].line, 4);
  EXPECT_EQ(told.containers[0].newest[0].function, "get");
  EXPECT_EQ(told.containers[0].newest[1].file, "/a.py");
}

TEST(Protocol, TakesWhatASeriesCounts) {
  Explanation told;
  EXPECT_TRUE(parse_explained("counted\ttasks\t12\t/mine.py\t4\tget", told));
  ASSERT_EQ(told.holdings.size(), 1U);
  EXPECT_EQ(told.holdings[0].metric, "tasks");
  EXPECT_EQ(told.holdings[0].count, 12);
  EXPECT_EQ(told.holdings[0].bytes, 0);
  EXPECT_EQ(told.holdings[0].stack.at(0).line, 4);
}

TEST(Protocol, TakesWhatSurvivesUntilTheLastAnswer) {
  Explanation told;
  EXPECT_TRUE(parse_explained("survived\t5,10,15\t/mine.js\t4\tget", told));
  ASSERT_EQ(told.holdings.size(), 1U);
  EXPECT_EQ(told.holdings[0].survived, (std::vector<std::int64_t>{5, 10, 15}));
  EXPECT_EQ(told.holdings[0].bytes, 15);
  EXPECT_EQ(told.holdings[0].stack.at(0).file, "/mine.js");
  for (const char* line : {"survived\t5,10,15", "survived\t\tf\t1\tg", "survived\t5,-1\tf\t1\tg",
                           "survived\t5,x\tf\t1\tg", "survived\t1,2,3,4,5,6,7,8,9\tf\t1\tg"}) {
    EXPECT_FALSE(parse_explained(line, told)) << line;
  }
  EXPECT_EQ(told.holdings.size(), 1U);
}

TEST(Protocol, TakesNoHalfAStack) {
  Explanation told;
  std::string frames;
  for (int i = 0; i < 41; ++i) frames += "\tf\t1\tg";
  for (const std::string& line :
       {std::string(""), std::string("held\t1\t1"), std::string("held\t-1\t1\tf\t1\tg"),
        std::string("held\t1\t1\tf"), std::string("held\t1\t1\tf\t4294967297\tg"),
        std::string("counted\ttasks\t1"), std::string("counted\t\t1\tf\t1\tg"),
        std::string("counted\tTasks\t1\tf\t1\tg"), std::string("counted\ttasks\t-1\tf\t1\tg"),
        std::string("container\t1\t"), std::string("container\t1\ta\tb"),
        std::string("container\t1\ta\tf\t-1\tg"), "container\t1\ta" + frames,
        "held\t1\t1" + frames}) {
    EXPECT_FALSE(parse_explained(line, told)) << line;
  }
  EXPECT_TRUE(told.holdings.empty());
}

TEST(Protocol, OrdersBothStepsAtOnce) {
  EXPECT_EQ(order(20, "http://127.0.0.1:1/plain"), "run 20 http://127.0.0.1:1/plain\nsettle\n");
  EXPECT_EQ(order(0, "http://127.0.0.1:1/plain"), "settle\n");
}

}  // namespace
}  // namespace leakproof::protocol
