// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <string>

#include "attribution/advise.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;

Advice advice_for(const std::string& owners) {
  const TrialFacts facts{.ruling = Conclusion::leaks,
                         .fetches = 1000,
                         .runtime_heap = {.per_fetch = 200, .leaks = true},
                         .language = "Java",
                         .owners = owners,
                         .holder = "static field Main.kept"};
  return advise(facts, {}).value_or(Advice{});
}

TEST(AdviceInJava, NamesTheHolder) {
  EXPECT_EQ(advice_for("").kind, "object kept");
  EXPECT_THAT(advice_for("").suggestion, HasSubstr("adds to static field Main.kept once"));
  const Advice local = advice_for("\njava.lang.ThreadLocal\n");
  EXPECT_THAT(local.suggestion, HasSubstr("remove() on the ThreadLocal in static field Main.kept"));
  const Advice failure = advice_for("\njava.io.IOException\n");
  EXPECT_EQ(failure.kind, "exception kept");
  EXPECT_THAT(failure.suggestion, HasSubstr("adding it to static field Main.kept"));
}

TEST(AdviceInJava, KnowsATaskThatAnExecutorKeeps) {
  const Advice task =
      advice_for("\nMain$Reply\n\njava.util.concurrent.ScheduledThreadPoolExecutor\n");
  EXPECT_EQ(task.kind, "task or timer never cancelled");
  EXPECT_THAT(task.suggestion, HasSubstr("cancel() what schedule() returns"));
  EXPECT_EQ(advice_for("\njava.util.concurrent.ThreadPoolExecutor\n").kind, "object kept");
}

TEST(AdviceInJava, KnowsACallbackThatIsRegisteredPerCall) {
  EXPECT_EQ(advice_for("\nLeak$$Lambda$15\n\njava.util.CopyOnWriteArraySet\n").kind,
            "interceptor or handler registered per call");
  EXPECT_EQ(advice_for("meanwhile class Base$$Lambda$55 grows by 1.00").kind, "object kept");
}

// A field has no line.
TEST(AdviceInJava, IsAtTheLineThatFetchesWhereThatRegistersACallback) {
  const Place kept{.function = "Main.kept", .module = "static field"};
  const Place fetches{.function = "Main.fetch", .file = "Main.java", .line = 7};
  TrialFacts facts{.ruling = Conclusion::leaks,
                   .fetches = 1000,
                   .runtime_heap = {.per_fetch = 200, .leaks = true},
                   .language = "Java",
                   .owners = "\nMain$$Lambda$15\n",
                   .users_lines = {{.line = kept}},
                   .holder = "static field Main.kept",
                   .fetching_line = fetches};
  EXPECT_EQ(advise(facts, {}).value().line, fetches);
  facts.owners = "";
  EXPECT_EQ(advise(facts, {}).value().line, kept);
  facts.users_lines.front().line = {.function = "Main$Reply", .module = "class path"};
  EXPECT_EQ(advise(facts, {}).value().line, fetches) << "a class has none";
  facts.fetching_line.reset();
  EXPECT_EQ(advise(facts, {}).value().line->function, "Main$Reply");
}

TEST(AdviceInJava, KnowsTheClientsThatALibraryKeeps) {
  const Advice kept = advice_for("meanwhile class io.vertx.HttpClientImpl grows by 1.00 items");
  EXPECT_EQ(kept.kind, "client made per call");
  EXPECT_THAT(kept.suggestion, HasSubstr("static field Main.kept keeps each"));
}

TEST(AdviceInJava, KnowsAClientOfEachCallByWhatItLeaves) {
  TrialFacts facts{.ruling = Conclusion::leaks,
                   .fetches = 1000,
                   .descriptors = {.per_fetch = 1, .leaks = true},
                   .connections = {.per_fetch = 1, .leaks = true},
                   .language = "Java",
                   .owners = "class okhttp3.internal.connection.RealConnectionPool grows by 1.00"};
  EXPECT_EQ(advise(facts, {}).value().kind, "client made per call");
  facts.owners = "class okhttp3.Response grows by 1.00";
  EXPECT_EQ(advise(facts, {}).value().kind, "connection never closed");
  facts.threads = {.per_fetch = 2, .leaks = true};
  EXPECT_EQ(advise(facts, {}).value().kind, "thread never joined");
  facts.owners = "Timer org.asynchttpclient.DefaultAsyncHttpClient.timer grows by 1.00 items";
  EXPECT_EQ(advise(facts, {}).value().kind, "client made per call");
}

}  // namespace
}  // namespace leakproof
