// SPDX-License-Identifier: MIT
#include "runtimes/jvm/thread_dump.hpp"

#include <gmock/gmock.h>

#include <string>

namespace leakproof {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string pool_thread(int pool) {
  return "\"pool-" + std::to_string(pool) +
         "-thread-1\" #14 prio=5 os_prio=0 cpu=0.24ms elapsed=0.66s tid=0x00007f752827bf80 "
         "nid=0x3383 "
         "waiting on condition  [0x00007f75045ed000]\n"
         "   java.lang.Thread.State: WAITING (parking)\n"
         "\tat jdk.internal.misc.Unsafe.park(java.base@17.0.15/Native Method)\n"
         "\t- parking to wait for  <0x000000069e583748> (a java.util.ArrayList)\n"
         "\tat Main$$Lambda$65/0x00007f74a8001420.run(Unknown Source)\n"
         "\tat Main.lambda$main$2(Main.java:12)\n"
         "\tat java.lang.Thread.run(java.base@17.0.15/Thread.java:840)\n\n";
}

std::vector<Holding> grouped_threads(std::string_view text) {
  return groups_of(java_threads_in(text));
}

const std::string dump =
    "2026-11-29 21:51:29\nFull thread dump OpenJDK 64-Bit Server VM (17.0.15)\n\n" +
    pool_thread(9) +
    "\"Signal Dispatcher\" #4 daemon prio=9 runnable  [0x0000000000000000]\n"
    "   java.lang.Thread.State: RUNNABLE\n\n" +
    pool_thread(10) +
    "\"GC Thread#0\" os_prio=0 cpu=0.08ms tid=0x00007f75280415a0 runnable  \n\n"
    "JNI global refs: 7, weak refs: 0\n";

TEST(ThreadDump, GroupsThreadsByNameAndStack) {
  const auto threads = grouped_threads(dump);
  ASSERT_THAT(threads, SizeIs(2));
  EXPECT_EQ(threads[0].metric, "threads");
  EXPECT_EQ(threads[0].count, 2);
  EXPECT_EQ(threads[0].bytes, 0);
  const auto& stack = threads[0].stack;
  ASSERT_THAT(stack, SizeIs(5));
  EXPECT_EQ(stack[0].function, "pool-N-thread-N");
  EXPECT_EQ(stack[0].module, thread_module);
  EXPECT_EQ(threads[1].stack[0].function, "Signal Dispatcher");
  EXPECT_EQ(threads[1].count, 1);
}

TEST(ThreadDump, ShowsWhereAThreadWaits) {
  const auto threads = grouped_threads(dump);
  ASSERT_THAT(threads, SizeIs(2));
  const auto& stack = threads[0].stack;
  ASSERT_THAT(stack, SizeIs(5));
  EXPECT_EQ(stack[1].function, "jdk.internal.misc.Unsafe.park");
  EXPECT_EQ(stack[1].file, "");
  EXPECT_EQ(stack[1].module, "java.base");
  EXPECT_EQ(stack[2].function, "Main$$Lambda$65.run");
  EXPECT_EQ(stack[3].function, "Main.lambda$main$2");
  EXPECT_EQ(stack[3].file, "Main.java");
  EXPECT_EQ(stack[3].line, 12);
  EXPECT_EQ(stack[3].module, "class path");
  EXPECT_EQ(stack[4].file, "Thread.java");
}

TEST(ThreadDump, TellsFramesOfLibraries) {
  const auto threads = grouped_threads(
      "\"main\" #1 prio=5\n\tat java.net.Socket.read(java.base@17/Socket.java:9)\n"
      "\tat okhttp3.RealCall.execute(RealCall.java:8)\n"
      "\tat com.acme.Main.main(app@1/Main.java:7)\n");
  ASSERT_THAT(threads, SizeIs(1));
  ASSERT_THAT(threads[0].stack, SizeIs(4));
  EXPECT_EQ(threads[0].stack[1].module, "java.base");
  EXPECT_EQ(threads[0].stack[2].module, library_module);
  EXPECT_EQ(threads[0].stack[2].line, 8);
  EXPECT_EQ(threads[0].stack[3].module, "app");
}

TEST(ThreadDump, WithoutThreadsHasNone) {
  EXPECT_THAT(grouped_threads(""), IsEmpty());
  EXPECT_THAT(grouped_threads("\tat Main.main(Main.java:3)\n\"\" \n\" #\nat x\n\tat (\n"),
              IsEmpty());
}

TEST(ThreadDump, KeepsTheFirstFramesOfADeepStack) {
  std::string deep = "\"main\" #1 prio=5\n";
  for (int i = 0; i < 200; ++i) deep += "\tat Main.recurse(Main.java:7)\n";
  const auto threads = grouped_threads(deep);
  ASSERT_THAT(threads, SizeIs(1));
  EXPECT_THAT(threads[0].stack, SizeIs(40));
}

TEST(ThreadDump, KeepsTheUsersFramesBelowADeepStackOfALibrary) {
  std::string deep = "\"main\" #1 prio=5\n";
  for (int i = 0; i < 100; ++i) deep += "\tat okhttp3.Chain.proceed(Chain.java:8)\n";
  for (int i = 0; i < 9; ++i) deep += "\tat com.acme.Main.fetch(Main.java:7)\n";
  const auto threads =
      grouped_threads(deep + "\tat java.lang.Thread.run(java.base@17/Thread.java:1)\n");
  ASSERT_THAT(threads, SizeIs(1));
  ASSERT_THAT(threads[0].stack, SizeIs(48));
  EXPECT_EQ(threads[0].stack[39].function, "okhttp3.Chain.proceed");
  EXPECT_EQ(threads[0].stack[40].function, "com.acme.Main.fetch");
}

}  // namespace
}  // namespace leakproof
