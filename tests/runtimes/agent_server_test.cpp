// SPDX-License-Identifier: MIT
#include "runtimes/collection/agent_server.hpp"

#include <gmock/gmock.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <functional>
#include <thread>

#include "fake_agent.hpp"

namespace leakproof {
namespace {

using testing::FakeAgent;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds patient = 30s;

// Unless an agent is silent, the result is available immediately.
auto at_once(const auto& request) {
  const auto start = std::chrono::steady_clock::now();
  auto answer = request();
  EXPECT_LT(std::chrono::steady_clock::now() - start, patient / 2);
  return answer;
}

class Agents : public ::testing::Test {
 protected:
  auto settle() {
    EXPECT_TRUE(server_.knows(us_));
    return at_once([&] { return server_.settle(us_, patient); });
  }
  auto explain() {
    EXPECT_TRUE(server_.knows(us_));
    return at_once([&] { return server_.explain(us_, patient); });
  }

  AgentServer server_;
  const pid_t us_ = ::getpid();
};

TEST_F(Agents, AreUnknownUntilTheyConnect) {
  EXPECT_FALSE(server_.knows(us_));
  EXPECT_FALSE(server_.settle(us_, patient));
  EXPECT_FALSE(server_.explain(us_, patient));
  const FakeAgent agent(server_.address());
  EXPECT_TRUE(server_.knows(us_));
  EXPECT_FALSE(server_.knows(::getppid()));
}

TEST_F(Agents, ConnectWhereNoFolderCanBeWritten) {
  const std::filesystem::path missing = "/no/such/folder";
  AgentServer server(UnixListener({&missing, 1}));
  const FakeAgent agent(server.address());
  EXPECT_THAT(server.address(), ::testing::StartsWith("@"));
  EXPECT_TRUE(server.knows(us_));
}

TEST_F(Agents, SettleAndReport) {
  const FakeAgent agent(server_.address());
  agent.send("settled js_heap=812344 handles=-3\n");
  const auto reported = settle();
  ASSERT_TRUE(reported);
  ASSERT_THAT(*reported, SizeIs(2));
  EXPECT_EQ(reported->at(0).name, "js_heap");
  EXPECT_EQ(reported->at(0).value, 812'344);
  EXPECT_EQ(reported->at(1).value, -3);
  EXPECT_EQ(agent.heard(), "settle\n");
  agent.send("settled\n");
  EXPECT_THAT(settle().value(), IsEmpty());
}

TEST_F(Agents, AreToldWhenTheyExplainForTheLastTime) {
  const FakeAgent agent(server_.address());
  agent.send("explains sampling-heap-profiler 1\nreceived\t9\tMap\n");
  const auto explanation = at_once([&] { return server_.explain_last(us_, patient); });
  ASSERT_TRUE(explanation);
  ASSERT_THAT(explanation->containers, SizeIs(1));
  EXPECT_TRUE(explanation->containers[0].since_first);
  EXPECT_EQ(agent.heard(), "explain last\n");
}

TEST_F(Agents, Explain) {
  const FakeAgent agent(server_.address());
  agent.send("explains tracemalloc 2\nheld\t480\t10\tmine.py\t3\tkeep\n");
  agent.send("container\t7\tlist mine.kept\n");
  const auto explanation = explain();
  ASSERT_TRUE(explanation);
  EXPECT_EQ(explanation->source, "tracemalloc");
  ASSERT_THAT(explanation->holdings, SizeIs(1));
  EXPECT_EQ(explanation->holdings[0].bytes, 480);
  EXPECT_EQ(explanation->holdings[0].stack.at(0).file, "mine.py");
  ASSERT_THAT(explanation->containers, SizeIs(1));
  EXPECT_EQ(agent.heard(), "explain\n");
}

// Each isolate of V8 has an agent, and a leak may be in any.
TEST_F(Agents, OfOneProcessExplainTogether) {
  const FakeAgent first(server_.address());
  const FakeAgent second(server_.address());
  first.send("explains profiler 1\nheld\t480\t10\tmain.js\t3\tkeep\n");
  second.send("explains profiler 2\nheld\t5\t1\tworker.js\t4\tkeep\ncontainer\t7\tlist\n");
  const auto explanation = explain();
  ASSERT_TRUE(explanation);
  ASSERT_THAT(explanation->holdings, SizeIs(2));
  EXPECT_EQ(explanation->holdings[1].stack.at(0).file, "worker.js");
  EXPECT_THAT(explanation->containers, SizeIs(1));
  first.send("explains profiler 0\n");
  second.send("nonsense\n");
  EXPECT_TRUE(explain()) << "without the second";
}

TEST_F(Agents, ThatAreSilentAreNotWaitedForTooLong) {
  const FakeAgent agent(server_.address());
  ASSERT_TRUE(server_.knows(us_));
  for (const std::chrono::milliseconds patience : {5ms, 0ms, -5ms}) {
    EXPECT_FALSE(server_.settle(us_, patience));
  }
  agent.send("explains tracemalloc 2\nheld\t480\t10\tmine.py\t3\tkeep\n");
  EXPECT_FALSE(server_.explain(us_, 5ms)) << "of two lines, one";
}

TEST_F(Agents, ThatHangUpAreForgotten) {
  const FakeAgent agent(server_.address());
  ASSERT_TRUE(server_.knows(us_));
  agent.send("settled js_heap=8");
  agent.hang_up();
  EXPECT_FALSE(at_once([&] { return server_.settle(us_, patient); })) << "a line without an end";
  EXPECT_FALSE(server_.knows(us_));
}

// The supervisor must not store an unlimited answer of a broken agent.
TEST_F(Agents, ThatFloodAreNotReadToTheEnd) {
  const std::string flood(100'000, ' ');
  for (const std::string& answer : {flood, "settled" + flood + "\n"}) {
    const FakeAgent agent(server_.address());
    agent.send(answer);
    EXPECT_FALSE(settle());
  }
}

TEST_F(Agents, AreNotBelieved) {
  for (const char* const lie :
       {"settled js_heap\n", "settled js_heap=99999999999999999999\n", "settled a=1 a=2\n",
        "unsettled\n", "\n", "explains tracemalloc 1\n"}) {
    const FakeAgent agent(server_.address());
    agent.send(lie);
    EXPECT_FALSE(settle()) << lie;
  }
  for (const char* const lie :
       {"explains tracemalloc 201\n", "explains tracemalloc -1\n", "settled\n",
        "explains tracemalloc 1\nheld\t-480\t10\tmine.py\t3\tkeep\n",
        "explains tracemalloc 1\nheld\t480\t10\n", "explains tracemalloc 1\nspilt\t480\n"}) {
    const FakeAgent agent(server_.address());
    agent.send(lie);
    EXPECT_FALSE(explain()) << lie;
  }
}

// As after an exec: the current program must answer.
TEST_F(Agents, OfOneProcessAddUp) {
  const FakeAgent first(server_.address());
  const FakeAgent second(server_.address());
  first.send("settled js_heap=1\n");
  second.send("settled js_heap=2 other=5\n");
  const auto sums = settle();
  ASSERT_TRUE(sums);
  ASSERT_THAT(*sums, SizeIs(1)) << "the first tells what there is";
  EXPECT_EQ(sums->at(0).value, 3);
  EXPECT_EQ(second.heard(), "settle\n");
}

// Garbage of any of them makes the readings of the process too high.
TEST_F(Agents, OfOneProcessSayWhichCouldNotCollect) {
  const FakeAgent first(server_.address());
  const FakeAgent second(server_.address());
  first.send("settled js_heap=1\n");
  second.send("settled tasks=5 uncollected=1\n");
  const auto sums = settle();
  ASSERT_TRUE(sums);
  ASSERT_THAT(*sums, SizeIs(2));
  EXPECT_EQ(sums->at(1).name, "uncollected");
  EXPECT_EQ(sums->at(1).value, 1);
}

/// Another process, which calls a function and then waits.
class Elsewhere {
 public:
  explicit Elsewhere(const std::function<void(const std::function<void()>& ready)>& function) {
    const Fd are_ready{::eventfd(0, EFD_CLOEXEC)};
    pid_ = ::fork();
    EXPECT_GE(pid_, 0);
    if (pid_ == 0) {
      function([&] { ::eventfd_write(are_ready.get(), 1); });
      while (true) ::pause();
    }
    eventfd_t ignored = 0;
    ::eventfd_read(are_ready.get(), &ignored);
  }
  ~Elsewhere() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Elsewhere(const Elsewhere&) = delete;
  Elsewhere& operator=(const Elsewhere&) = delete;

  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

TEST_F(Agents, OfBlockedThreadsAreNotWaitedForAndWhatTheyReportedCounts) {
  const Elsewhere process([&](const std::function<void()>& ready) {
    const FakeAgent first(server_.address());
    const FakeAgent blocked(server_.address());
    const FakeAgent blocked_later(server_.address());
    blocked_later.send("settled js_heap=2\n");
    ready();
    while (true) {
      if (!first.heard().empty()) first.send("settled js_heap=1\n");
      std::this_thread::sleep_for(1ms);
    }
  });
  for (int i = 0; i < 3; ++i) {
    const auto sums = at_once([&] { return server_.settle(process.pid(), patient); });
    ASSERT_TRUE(sums);
    EXPECT_EQ(sums->at(0).value, 3);
  }
}

// As where the main thread waits for a worker thread that fetches. What the main thread keeps is
// not seen, so nothing may be called clean.
TEST_F(Agents, ThatBlockAndAreTheFirstLeaveTheHeapUnknown) {
  const Elsewhere process([&](const std::function<void()>& ready) {
    const FakeAgent blocked(server_.address());
    const FakeAgent other(server_.address());
    ready();
    while (true) {
      if (!other.heard().empty()) other.send("settled js_heap=1\n");
      std::this_thread::sleep_for(1ms);
    }
  });
  for (int i = 0; i < 3; ++i) {
    const auto sums = at_once([&] { return server_.settle(process.pid(), patient); });
    ASSERT_TRUE(sums);
    EXPECT_THAT(*sums, IsEmpty());
  }
}

TEST_F(Agents, OfThreadsThatWereBlockedAnswerLateAndThenAgain) {
  const Fd resumes{::eventfd(0, EFD_CLOEXEC)};
  const Fd has_resumed{::eventfd(0, EFD_CLOEXEC)};
  const Elsewhere process([&](const std::function<void()>& ready) {
    const FakeAgent first(server_.address());
    const FakeAgent blocked(server_.address());
    const std::jthread answers([&] {
      while (true) {
        if (!first.heard().empty()) first.send("settled js_heap=1\n");
        std::this_thread::sleep_for(1ms);
      }
    });
    ready();
    eventfd_t ignored = 0;
    ::eventfd_read(resumes.get(), &ignored);
    EXPECT_EQ(blocked.heard(), "settle\n");
    blocked.send("settled js_heap=2\n");
    ::eventfd_write(has_resumed.get(), 1);
    while (blocked.heard().empty()) std::this_thread::sleep_for(1ms);
    blocked.send("settled js_heap=4\n");
    while (true) ::pause();
  });
  EXPECT_EQ(server_.settle(process.pid(), patient).value().at(0).value, 1);
  ::eventfd_write(resumes.get(), 1);
  eventfd_t ignored = 0;
  ::eventfd_read(has_resumed.get(), &ignored);
  EXPECT_EQ(server_.settle(process.pid(), patient).value().at(0).value, 5);
}

TEST_F(Agents, ThatEndTakeWithThemWhatTheyReported) {
  const FakeAgent first(server_.address());
  const FakeAgent ended(server_.address());
  first.send("settled js_heap=1\n");
  ended.send("settled js_heap=2\n");
  EXPECT_EQ(settle().value().at(0).value, 3);
  ended.hang_up();
  first.send("settled js_heap=1\n");
  EXPECT_EQ(settle().value().at(0).value, 1);
}

// However long it takes to collect a large heap: here, longer than a blocked process is waited for.
TEST_F(Agents, ThatHaveReadTheirOrderAreWaitedFor) {
  const Elsewhere process([&](const std::function<void()>& ready) {
    const FakeAgent first(server_.address());
    const FakeAgent collects(server_.address());
    first.send("settled js_heap=1\n");
    ready();
    while (collects.heard().empty()) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(1200ms);
    collects.send("settled js_heap=2\n");
    while (true) ::pause();
  });
  EXPECT_EQ(server_.settle(process.pid(), patient).value().at(0).value, 3);
}

TEST_F(Agents, AreAddedUpToTheGreatestNumberThatIsReported) {
  const FakeAgent first(server_.address());
  const FakeAgent second(server_.address());
  first.send("settled js_heap=9007199254740992\n");
  second.send("settled js_heap=1\n");
  EXPECT_EQ(settle().value().at(0).value, std::int64_t{1} << 53);
}

TEST_F(Agents, AreToldApartByTheirProcesses) {
  const FakeAgent ours(server_.address());
  ours.send("settled js_heap=1\n");
  const Elsewhere process([&](const std::function<void()>& ready) {
    const FakeAgent agent(server_.address());
    agent.send("settled js_heap=2\n");
    ready();
    while (true) ::pause();
  });
  EXPECT_TRUE(server_.knows(process.pid()));
  EXPECT_EQ(server_.settle(process.pid(), patient).value().at(0).value, 2);
  EXPECT_EQ(settle().value().at(0).value, 1);
}

}  // namespace
}  // namespace leakproof
