// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attached_jvm.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>

#include "entry.hpp"
#include "fake_jvm.hpp"
#include "fake_reference_handler.hpp"
#include "posix/process.hpp"
#include "runtimes/jvm/attach_socket.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using testing::entry;
using testing::FakeJvm;
using testing::FakeReferenceHandler;
using ::testing::SizeIs;

constexpr std::chrono::seconds long_enough(30);
constexpr std::chrono::milliseconds impatient(20);

const std::string ran = "0\nCommand executed successfully\n";

std::string used(const std::string& bytes) {
  return "0\n num     #instances         #bytes  class name (module)\n"
         "   1:           120          59792  [B (java.base@17.0.15)\nTotal          9226        "
         " " +
         bytes + "\n";
}

const std::string flags = "0\n-XX:CICompilerCount=2 -XX:+UseSerialGC \n";

FakeJvm::Answers answers(const std::string& histogram, const std::string& collector = flags) {
  return {{"VM.flags", collector}, {"GC.run", ran}, {"GC.class_histogram", histogram}};
}

const std::string flags_order = "1|jcmd|VM.flags|||";
const std::string run_order = "1|jcmd|GC.run|||";
const std::string histogram_order = "1|jcmd|GC.class_histogram|||";

auto attach(std::chrono::milliseconds patience = long_enough) {
  return entry("JVM").attach(::getpid(), patience).collector;
}

TEST(AttachedJvm, CollectsAndReportsTheBytesInUse) {
  for (const std::int64_t bytes : {std::int64_t{459792}, std::int64_t{7} << 40, std::int64_t{0}}) {
    const FakeReferenceHandler idle;
    FakeJvm jvm(answers(used(std::to_string(bytes))));
    const auto collector = attach();
    ASSERT_NE(collector, nullptr);
    const auto reported = collector->settle(long_enough);
    ASSERT_TRUE(reported);
    ASSERT_THAT(*reported, SizeIs(1));
    EXPECT_EQ(reported->at(0).name, "jvm_heap");
    EXPECT_EQ(reported->at(0).value, bytes);
    EXPECT_THAT(jvm.stop(), ElementsAre(flags_order, histogram_order, histogram_order));
  }
}

// What a finalizer or a cleaner has let go of is garbage only then. The first stop is the
// attachment; it, the next and the third check how many collections are needed, the fourth does
// not.
TEST(AttachedJvm, CollectsAgainAfterFinalizers) {
  FakeReferenceHandler handler;
  FakeJvm jvm(answers(used("100000")), [&](std::size_t order) {
    const std::map<std::size_t, std::string> changes{
        {4, "200000"}, {5, "150000"}, {7, "170000"}, {10, "180000"}};
    if (const auto change = changes.find(order); change != changes.end()) {
      jvm.answer("GC.class_histogram", used(change->second));
    }
    handler.wake();
  });
  const auto collector = attach();
  ASSERT_NE(collector, nullptr);
  EXPECT_EQ(collector->settle(long_enough).value().at(0).value, 150'000) << "by 4, 5 and 6";
  EXPECT_EQ(collector->settle(long_enough).value().at(0).value, 170'000) << "by 7 and 8";
  EXPECT_EQ(collector->settle(long_enough).value().at(0).value, 180'000) << "by 9 and 10";
  EXPECT_THAT(
      jvm.stop(),
      ElementsAre(flags_order, histogram_order, histogram_order, histogram_order, histogram_order,
                  histogram_order, histogram_order, histogram_order, run_order, histogram_order));
}

TEST(AttachedJvm, DoesNotCollectForEver) {
  FakeReferenceHandler handler;
  FakeJvm jvm(answers(used("0")), [&](std::size_t order) {
    jvm.answer("GC.class_histogram", used(std::to_string(order * 100'000)));
    handler.wake();
  });
  ASSERT_NE(attach(), nullptr);
  EXPECT_THAT(jvm.stop(), SizeIs(5));
}

TEST(AttachedJvm, WhoseReferenceHandlerIsUnknownIsCollectedTwice) {
  FakeJvm jvm(answers(used("0")), [&](std::size_t order) {
    jvm.answer("GC.class_histogram", used(std::to_string(order * 100'000)));
  });
  ASSERT_NE(attach(), nullptr);
  EXPECT_THAT(jvm.stop(), ElementsAre(flags_order, histogram_order, histogram_order));
}

// Their histograms count what is reachable, and do not collect.
TEST(AttachedJvm, OfCertainCollectorsIsCollectedBeforeTheHistogram) {
  for (const char* const collector : {"Z", "Shenandoah"}) {
    FakeReferenceHandler handler;
    FakeJvm jvm(answers(used("1024"), fmt::format("0\n-XX:+Use{}GC \n", collector)),
                [&](std::size_t order) {
                  if (order == 2) handler.wake();
                });
    ASSERT_NE(attach(), nullptr);
    EXPECT_THAT(jvm.stop(), ElementsAre(flags_order, run_order, run_order, histogram_order));
  }
}

const std::string heap_dump_order = fmt::format("GC.heap_dump /tmp/.leakproof_heap_{}", ::getpid());
const std::string command_line_order = "VM.command_line";

TEST(AttachedJvm, ExplainsItsHeapByClassesAndItsThreads) {
  const FakeReferenceHandler idle;
  auto all = answers(used("1024"));
  all["Thread.print"] =
      "0\n\"pool-1-thread-1\" #12 prio=5\n\tat Main.main(Main.java:3)\n\n"
      "\"pool-2-thread-1\" #13 prio=5\n\tat Main.main(Main.java:3)\n";
  for (const std::string& refused : {heap_dump_order, command_line_order}) all[refused] = "1\n";
  const FakeJvm jvm(all);
  const auto collector = attach();
  ASSERT_NE(collector, nullptr);
  const auto explanation = collector->explain(long_enough);
  ASSERT_TRUE(explanation);
  EXPECT_EQ(explanation->source, "jcmd");
  ASSERT_THAT(explanation->holdings, SizeIs(4));
  EXPECT_EQ(explanation->holdings[0].bytes, 59792);
  EXPECT_EQ(explanation->holdings[0].stack[0].function, "byte[]");
  EXPECT_EQ(explanation->holdings[1].metric, "connections");
  EXPECT_EQ(explanation->holdings[1].stack[0].function, "fetch by thread pool-N-thread-N");
  EXPECT_EQ(explanation->holdings[1].stack[1].line, 3);
  EXPECT_EQ(explanation->holdings[2].metric, "descriptors");
  EXPECT_EQ(explanation->holdings[3].metric, "threads");
  EXPECT_EQ(explanation->holdings[3].count, 2);
  EXPECT_EQ(explanation->holdings[3].stack[0].function, "pool-N-thread-N");
  EXPECT_FALSE(collector->explain(-impatient));
}

// The class path is read once.
TEST(AttachedJvm, TellsLibrariesByTheClassPath) {
  const FakeReferenceHandler idle;
  auto all = answers("0\n 1: 1 16 org.lib.Meter\n 2: 1 16 com.acme.Kept\nTotal 2 32\n");
  all["Thread.print"] =
      "0\n\"main\" #1 prio=5\n\tat org.lib.Client.get(Client.java:8)\n"
      "\tat com.acme.app.Main.main(Main.java:3)\n\n"
      "\"monitor\" #13 prio=5\n\tat org.lib.Monitor.run(Monitor.java:22)\n";
  all[heap_dump_order] = "1\n";
  all[command_line_order] =
      "0\nVM Arguments:\njava_command: com.acme.app.Main http\n"
      "java_class_path (initial): /nowhere/all.jar\n";
  FakeJvm jvm(all);
  const auto collector = attach();
  ASSERT_NE(collector, nullptr);
  for (int i = 0; i < 2; ++i) {
    const auto explanation = collector->explain(long_enough);
    ASSERT_TRUE(explanation);
    ASSERT_THAT(explanation->holdings, SizeIs(6));
    EXPECT_EQ(explanation->holdings[0].stack[0].module, "library");
    EXPECT_EQ(explanation->holdings[1].stack[0].module, "class path");
    EXPECT_EQ(explanation->holdings[5].stack[1].module, "library");
    ASSERT_THAT(explanation->fetching, SizeIs(3));
    EXPECT_EQ(explanation->fetching[0].function, "fetch by thread main");
    EXPECT_EQ(explanation->fetching[2].function, "com.acme.app.Main.main");
  }
  EXPECT_EQ(std::ranges::count(jvm.stop(), "1|jcmd|VM.command_line|||"), 1);
}

TEST(AttachedJvm, ReportsTheEndOfALongHistogram) {
  const FakeReferenceHandler idle;
  std::string histogram = used("1024");
  histogram.insert(histogram.find("   1:"), std::string(500'000, ' ') + "\nTotal 7 7\n");
  const FakeJvm jvm(answers(histogram));
  const auto collector = attach();
  ASSERT_NE(collector, nullptr);
  EXPECT_EQ(collector->settle(long_enough).value().at(0).value, 1024);
}

TEST(AttachedJvm, ThatDoesNotAnswerInTimeIsNotAttached) {
  const FakeJvm silent({});
  EXPECT_EQ(attach(impatient), nullptr);
  EXPECT_EQ(attach(-impatient), nullptr);
  const FakeJvm stuck_later({{"VM.flags", flags}, {"GC.run", ran}});
  EXPECT_EQ(attach(impatient), nullptr);
}

TEST(AttachedJvm, ThatRefusesIsNotAttached) {
  const FakeReferenceHandler idle;
  for (const auto& [first, second] :
       {std::pair{std::string("1\nUnknown diagnostic command\n"), used("1024")},
        {flags, "101\nnot now\n"},
        {flags, "0\nTotal 17\n"},
        {flags, "0\n Total 17 4096\n"},
        {"", used("1024")}}) {
    const FakeJvm jvm(answers(second, first));
    EXPECT_EQ(attach(), nullptr) << first << second;
  }
}

// The obstacle of a process with these options, and one that catches SIGQUIT if `hears_quit`.
std::string obstacle_of(const std::vector<std::string>& options,
                        const std::vector<std::string>& environment = {}, bool hears_quit = true) {
  std::vector<std::string> words{"/bin/sh", "-c",
                                 hears_quit ? "trap : QUIT; echo; read end" : "echo; read end"};
  words.insert(words.end(), options.begin(), options.end());
  const Process process({.words = words, .environment = environment});
  char ready = 0;
  EXPECT_EQ(::read(process.output(), &ready, 1), 1);
  return obstacle_to_attaching(process.pid());
}

TEST(AttachedJvm, ThatIsStartedNotToAttachSaysSo) {
  const std::string off = "-XX:+DisableAttachMechanism";
  EXPECT_EQ(obstacle_of({"Main"}), "");
  EXPECT_EQ(obstacle_of({off, "Main"}),
            "it was started with -XX:+DisableAttachMechanism; start it without");
  EXPECT_EQ(obstacle_of({off, "-XX:-DisableAttachMechanism"}), "") << "the last one wins";
  EXPECT_EQ(obstacle_of({}, {"A=B", "JAVA_TOOL_OPTIONS=-Xmx1g " + off}),
            "JAVA_TOOL_OPTIONS has -XX:+DisableAttachMechanism; start it without");
  EXPECT_EQ(obstacle_of({"-XX:-DisableAttachMechanism"}, {"JAVA_TOOL_OPTIONS=" + off}), "");
  EXPECT_EQ(obstacle_of({"-XX:-DisableAttachMechanism"}, {"_JAVA_OPTIONS=" + off}),
            "_JAVA_OPTIONS has -XX:+DisableAttachMechanism; start it without");
  EXPECT_EQ(obstacle_of({}, {"MY_JAVA_TOOL_OPTIONS=" + off}), "");
}

TEST(AttachedJvm, ThatCannotBeCollectedSaysSo) {
  EXPECT_EQ(obstacle_of({"-XX:+UseEpsilonGC"}),
            "it was started with -XX:+UseEpsilonGC, which collects nothing; start it without");
  EXPECT_EQ(obstacle_of({"-Xrs"}), "");
  EXPECT_EQ(obstacle_of({"-Xrs"}, {}, false),
            "it was started with -Xrs; add -XX:+StartAttachListener");
  EXPECT_EQ(obstacle_of({"-Xrs", "-XX:+StartAttachListener"}, {}, false), "");
  EXPECT_EQ(obstacle_of({}, {}, false), "") << "it may not have started its JVM yet";
}

TEST(AttachedJvm, IsToldToCompileWithoutC2) {
  const FakeReferenceHandler idle;
  FakeJvm jvm(answers(used("1024")));
  ASSERT_NE(attach(), nullptr);
  jvm.stop();
  EXPECT_EQ(jvm.directive(), R"([{match: "*.*", c2: {Exclude: true}}])");
  for (const auto& entry : std::filesystem::directory_iterator("/tmp")) {
    EXPECT_NE(entry.path().filename(), ".leakproof_c2_" + std::to_string(::getpid()));
  }
}

TEST(AttachedJvm, LeavesNoSocketBehind) {
  const FakeReferenceHandler idle;
  const FakeJvm jvm(answers(used("1024")));
  auto collector = attach();
  ASSERT_NE(collector, nullptr);
  EXPECT_TRUE(std::filesystem::exists(FakeJvm::socket_path()));
  collector.reset();
  EXPECT_FALSE(std::filesystem::exists(FakeJvm::socket_path()));
}

// A signal would terminate this test.
TEST(AttachedJvm, IsNotSignalledUnlessItCatchesThat) {
  EXPECT_EQ(attach(), nullptr);
  EXPECT_FALSE(std::filesystem::exists(FakeJvm::request_path()));
}

/// Catches SIGQUIT while it exists, and records its arrival.
class QuitSignal {
 public:
  QuitSignal() : old_(std::signal(SIGQUIT, [](int) { ::eventfd_write(came_, 1); })) {}
  ~QuitSignal() { std::signal(SIGQUIT, old_); }
  QuitSignal(const QuitSignal&) = delete;
  QuitSignal& operator=(const QuitSignal&) = delete;

  static void wait() {
    eventfd_t count = 0;
    ::eventfd_read(came_, &count);
  }

 private:
  static inline const int came_ = ::eventfd(0, EFD_CLOEXEC);
  void (*old_)(int);
};

TEST(AttachedJvm, OpensItsSocketOnceItIsSignalled) {
  const FakeReferenceHandler idle;
  const QuitSignal signal;
  std::optional<FakeJvm> jvm;
  const std::jthread starting([&] {
    QuitSignal::wait();
    EXPECT_TRUE(std::filesystem::exists(FakeJvm::request_path()));
    jvm.emplace(answers(used("2048")));
  });
  const auto collector = attach();
  ASSERT_NE(collector, nullptr);
  EXPECT_FALSE(std::filesystem::exists(FakeJvm::request_path()));
  EXPECT_EQ(collector->settle(long_enough).value().at(0).value, 2048);
}

TEST(AttachedJvm, ThatOpensNoSocketIsGivenUp) {
  const QuitSignal signal;
  EXPECT_EQ(attach(impatient), nullptr);
  EXPECT_FALSE(std::filesystem::exists(FakeJvm::request_path()));
}

}  // namespace
}  // namespace leakproof
