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

std::string used(const char* amount) {
  return std::string("0\n garbage-first heap   total 65536K, used ") + amount +
         " [0x00000000c1800000, 0x0000000100000000)\n  region size 1024K, 2 young (2048K)\n";
}

auto attach(std::chrono::milliseconds patience = long_enough) {
  return entry("JVM").attach(::getpid(), patience);
}

TEST(AttachedJvm, CollectsAndReportsTheBytesInUse) {
  for (const auto& [amount, bytes] :
       {std::pair{"3021K", 3021L * 1024}, {"7M", 7L << 20}, {"512B", 512L}}) {
    FakeJvm jvm({{"GC.run", ran}, {"GC.heap_info", used(amount)}});
    const auto collector = attach();
    ASSERT_NE(collector, nullptr);
    const auto reported = collector->settle(long_enough);
    ASSERT_TRUE(reported);
    ASSERT_THAT(*reported, SizeIs(1));
    EXPECT_EQ(reported->at(0).name, "jvm_heap");
    EXPECT_EQ(reported->at(0).value, bytes);
    EXPECT_THAT(jvm.stop(), ElementsAre("1|jcmd|GC.run|||", "1|jcmd|GC.heap_info|||",
                                        "1|jcmd|GC.run|||", "1|jcmd|GC.heap_info|||"));
  }
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
       {std::pair{std::string("1\nUnknown diagnostic command\n"), used("1K")},
        {ran, "101\nnot now\n"},
        {ran, "0\nheap4096K\n"},
        {ran, "0\nused K"},
        {"", used("1K")}}) {
    const FakeJvm jvm({{"GC.run", run}, {"GC.heap_info", info}});
    EXPECT_EQ(attach(), nullptr) << run << info;
  }
}

TEST(AttachedJvm, LeavesNoSocketBehind) {
  const FakeJvm jvm({{"GC.run", ran}, {"GC.heap_info", used("1K")}});
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
    jvm.emplace(FakeJvm::Answers{{"GC.run", ran}, {"GC.heap_info", used("2K")}});
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
