// SPDX-License-Identifier: MIT
#include "runtimes/jvm/thread_starts.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string event(const std::string& thread, const std::string& parent,
                  const std::vector<std::string>& frames) {
  std::string text = "jdk.ThreadStart {\n  startTime = 16:26:25.698\n  thread = " + thread +
                     "\n  parentThread = " + parent + "\n  eventThread = " + thread +
                     "\n  stackTrace = [\n";
  for (const std::string& frame : frames) text += "    " + frame + "\n";
  return text + "  ]\n}\n\n";
}

std::string numbered(const std::string& name, int id) {
  return "\"" + name + "\" (javaThreadId = " + std::to_string(id) + ")";
}

const std::string main_thread = numbered("main", 1);

TEST(ThreadStarts, HaveTheStackThatStartsTheThread) {
  const auto starts = thread_starts_in(
      event(numbered("pool-1-thread-1", 22), main_thread,
            {"java.util.concurrent.ThreadPoolExecutor.addWorker(Runnable, boolean) line: 945",
             "Main$Nested.get(URI) line: 25", "Main.native()"}) +
      event(numbered("pool-2-thread-1", 23), numbered("other", 7), {"Main.<init>() line: 3"}));
  ASSERT_THAT(starts, SizeIs(2));
  const ThreadStart& start = starts.at(22);
  EXPECT_EQ(start.parent, 1);
  EXPECT_EQ(start.parent_name, "main");
  ASSERT_THAT(start.stack, SizeIs(3));
  EXPECT_EQ(start.stack[0].function, "java.util.concurrent.ThreadPoolExecutor.addWorker");
  EXPECT_EQ(start.stack[0].line, 945);
  EXPECT_EQ(start.stack[1].function, "Main$Nested.get");
  EXPECT_EQ(start.stack[2].line, 0);
  EXPECT_EQ(starts.at(23).parent_name, "other");
}

TEST(ThreadStarts, WithoutAStackOrNumbersAreLeftOut) {
  const std::string thread = numbered("pool-1-thread-1", 22);
  const std::vector<std::string> frames{"Main.main(String[]) line: 3"};
  for (const std::string& text :
       {event(thread, main_thread, {}), event("\"x\" (osThreadId = 9)", main_thread, frames),
        event(thread, "N/A", frames), event("\"a\n} \" (javaThreadId = 8)", main_thread, frames),
        event(numbered("x", 0), main_thread, frames),
        event("\" (javaThreadId = 3)", main_thread, frames),
        event("\"x\" (javaThreadId = 99999999999999999999)", main_thread, frames),
        event(thread, main_thread, {"(", ")", "", "line: 3"}), std::string("}\n]\nx"),
        std::string("jdk.ThreadStart {\n  stackTrace = [\n")}) {
    EXPECT_THAT(thread_starts_in(text), IsEmpty()) << text;
  }
  const std::string whole = event(thread, main_thread, frames);
  for (std::size_t size = 0; size + 3 < whole.size(); ++size) {
    EXPECT_THAT(thread_starts_in(whole.substr(0, size)), IsEmpty()) << size;
  }
}

TEST(ThreadStarts, AreBounded) {
  const std::vector<std::string> deep(1000, "Main.main(String[]) line: 99999999999");
  std::string text;
  for (int id = 1; id <= 20'100; ++id) text += event(numbered("x", id), main_thread, {deep[0]});
  EXPECT_THAT(thread_starts_in(text), SizeIs(20'000));
  const auto starts = thread_starts_in(event(numbered("x", 2), main_thread, deep));
  EXPECT_THAT(starts.at(2).stack, SizeIs(64));
  EXPECT_EQ(starts.at(2).stack[0].line, 0);
}

std::string waiting(const std::string& name, int id, const std::string& frame) {
  return "\"" + name + "\" #" + std::to_string(id) + " prio=5\n\tat " + frame + "\n\n";
}

const std::string asleep = "jdk.internal.misc.Unsafe.park(java.base@17/Native Method)";

// "function (file:line)" of each frame.
std::vector<std::string> origin_of_first(const std::string& stacks, const std::string& events) {
  const auto threads = java_threads_in(stacks);
  auto holdings = groups_of(threads);
  add_origins(threads, thread_starts_in(events), UsersClasses(), holdings);
  std::vector<std::string> frames;
  for (const Place& place : holdings.front().origin) {
    frames.push_back(
        place.function +
        (place.line == 0 ? "" : " (" + place.file + ":" + std::to_string(place.line) + ")"));
  }
  return frames;
}

TEST(ThreadStarts, OfMostThreadsOfAGroupAreItsOrigin) {
  std::string stacks;
  std::string events = event(numbered("pool-9-thread-1", 99), main_thread, {"Main.gone() line: 5"});
  for (const int id : {20, 21, 22}) {
    const std::string name = "pool-" + std::to_string(id) + "-thread-1";
    stacks += waiting(name, id, asleep);
    events += event(numbered(name, id), numbered("client-" + std::to_string(id % 2), 1),
                    {"java.lang.Thread.start() line: 8", "okhttp3.Dispatcher.run() line: 9",
                     id == 20 ? "Main.once() line: 1" : "Main$1.get(URI) line: 25"});
  }
  stacks += waiting("pool-7-thread-1", 19, asleep);
  events += event(numbered("pool-99-thread-1", 98), main_thread, {"Main.gone() line: 5"});
  EXPECT_THAT(origin_of_first(stacks, events),
              ElementsAre("started by thread client-N", "java.lang.Thread.start (Thread.java:8)",
                          "okhttp3.Dispatcher.run", "Main$1.get (Main.java:25)"));
  EXPECT_THAT(origin_of_first(stacks, ""), IsEmpty());
}

// That thread may have ended.
TEST(ThreadStarts, OfLibrariesAreFollowedToTheThreadThatStartedTheirs) {
  const std::string events =
      event(numbered("HttpClient-1-Worker-0", 31), numbered("HttpClient-1-SelectorManager", 30),
            {"java.util.concurrent.ThreadPoolExecutor.addWorker(Runnable) line: 945"}) +
      event(numbered("HttpClient-1-SelectorManager", 30), main_thread,
            {"java.net.http.HttpClient.newHttpClient() line: 162", "Main.client() line: 14"});
  EXPECT_THAT(
      origin_of_first(waiting("HttpClient-1-Worker-0", 31, asleep), events),
      ElementsAre("started by thread HttpClient-N-SelectorManager",
                  "java.util.concurrent.ThreadPoolExecutor.addWorker (ThreadPoolExecutor.java:945)",
                  "started by thread main",
                  "java.net.http.HttpClient.newHttpClient (HttpClient.java:162)",
                  "Main.client (Main.java:14)"));
  const std::string itself = event(numbered("x", 31), numbered("x", 31), {"okhttp3.A.b() line: 1"});
  EXPECT_THAT(origin_of_first(waiting("x", 31, asleep), itself), SizeIs(4)) << "and ends";
}

TEST(ThreadStarts, MayBeByAVirtualThread) {
  const std::string events =
      event(numbered("x", 31), "\"\" (javaThreadId = 30, virtual)", {"Main.get() line: 1"});
  EXPECT_THAT(origin_of_first(waiting("x", 31, asleep), events),
              ElementsAre("started by a thread", "Main.get (Main.java:1)"));
}

// The user's frames of a deep stack, and those near them.
TEST(ThreadStarts, KeepTheUsersFrames) {
  std::vector<std::string> frames(30, "okhttp3.A.inner() line: 1");
  frames.push_back("Main.get() line: 2");
  frames.resize(60, "okhttp3.A.outer() line: 3");
  const auto origin =
      origin_of_first(waiting("x", 5, asleep), event(numbered("x", 5), main_thread, frames));
  ASSERT_THAT(origin, SizeIs(15));
  EXPECT_EQ(origin[10], "okhttp3.A.inner");
  EXPECT_EQ(origin[11], "Main.get (Main.java:2)");
  EXPECT_EQ(origin[14], "okhttp3.A.outer");
}

// A recording has no files. Where a thread waits in the same class, its file is known.
TEST(ThreadStarts, HaveTheFilesOfTheThreadsThatWait) {
  const std::string pool = waiting("x", 5, asleep);
  const std::string events =
      event(numbered("x", 5), main_thread,
            {"okhttp3.Client.get() line: 1", "com.acme.ClientKt.get(String) line: 7",
             "com.acme.Client$get$1.run() line: 8", "com.acme.MainKt.main() line: 9"});
  EXPECT_THAT(origin_of_first(pool, events),
              ElementsAre("started by thread main", "okhttp3.Client.get",
                          "com.acme.ClientKt.get (ClientKt.java:7)",
                          "com.acme.Client$get$1.run (Client.java:8)",
                          "com.acme.MainKt.main (MainKt.java:9)"));
  const std::string stacks = pool + waiting("main", 1, "okhttp3.Client.get(Everything.kt:6)") +
                             waiting("two", 2, "com.acme.MainKt.main(start.kt:3)");
  EXPECT_THAT(
      origin_of_first(stacks, events),
      ElementsAre("started by thread main", "okhttp3.Client.get (Everything.kt:1)",
                  "com.acme.ClientKt.get (Client.kt:7)", "com.acme.Client$get$1.run (Client.kt:8)",
                  "com.acme.MainKt.main (start.kt:9)"));
}

}  // namespace
}  // namespace leakproof
