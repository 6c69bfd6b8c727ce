// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attached_jvm.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <optional>

#include "entry.hpp"
#include "fake_jvm.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using testing::entry;
using testing::FakeJvm;
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

auto attach(std::chrono::milliseconds patience = long_enough) {
  return entry("JVM").attach(::getpid(), patience).collector;
}

TEST(AttachedJvm, CollectsAndReportsTheBytesInUse) {
  for (const std::int64_t bytes : {std::int64_t{459792}, std::int64_t{7} << 40, std::int64_t{0}}) {
    FakeJvm jvm({{"GC.run", ran}, {"GC.class_histogram", used(std::to_string(bytes))}});
    const auto collector = attach();
    ASSERT_NE(collector, nullptr);
    const auto reported = collector->settle(long_enough);
    ASSERT_TRUE(reported);
    ASSERT_THAT(*reported, SizeIs(1));
    EXPECT_EQ(reported->at(0).name, "jvm_heap");
    EXPECT_EQ(reported->at(0).value, bytes);
    EXPECT_THAT(jvm.stop(), ElementsAre("1|jcmd|GC.run|||", "1|jcmd|GC.class_histogram|||",
                                        "1|jcmd|GC.run|||", "1|jcmd|GC.class_histogram|||"));
  }
}

TEST(AttachedJvm, ReportsTheEndOfALongHistogram) {
  std::string histogram = used("1024");
  histogram.insert(histogram.find("   1:"), std::string(500'000, ' ') + "\nTotal 7 7\n");
  const FakeJvm jvm({{"GC.run", ran}, {"GC.class_histogram", histogram}});
  const auto collector = attach();
  ASSERT_NE(collector, nullptr);
  EXPECT_EQ(collector->settle(long_enough).value().at(0).value, 1024);
}

TEST(AttachedJvm, ThatDoesNotAnswerInTimeIsNotAttached) {
  const FakeJvm silent({});
  EXPECT_EQ(attach(impatient), nullptr);
  EXPECT_EQ(attach(-impatient), nullptr);
  const FakeJvm stuck_later({{"GC.run", ran}});
  EXPECT_EQ(attach(impatient), nullptr);
}

TEST(AttachedJvm, ThatRefusesIsNotAttached) {
  for (const auto& [run, info] :
       {std::pair{std::string("1\nUnknown diagnostic command\n"), used("1024")},
        {ran, "101\nnot now\n"},
        {ran, "0\nTotal 17\n"},
        {ran, "0\n Total 17 4096\n"},
        {"", used("1024")}}) {
    const FakeJvm jvm({{"GC.run", run}, {"GC.class_histogram", info}});
    EXPECT_EQ(attach(), nullptr) << run << info;
  }
}

TEST(AttachedJvm, LeavesNoSocketBehind) {
  const FakeJvm jvm({{"GC.run", ran}, {"GC.class_histogram", used("1024")}});
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
  const QuitSignal signal;
  std::optional<FakeJvm> jvm;
  const std::jthread starting([&] {
    QuitSignal::wait();
    EXPECT_TRUE(std::filesystem::exists(FakeJvm::request_path()));
    jvm.emplace(FakeJvm::Answers{{"GC.run", ran}, {"GC.class_histogram", used("2048")}});
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
