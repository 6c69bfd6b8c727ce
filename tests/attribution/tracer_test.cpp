// SPDX-License-Identifier: MIT
#include "attribution/tracing/tracer.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <thread>
#include <vector>

#if defined(__x86_64__) && !LEAKPROOF_SANITIZED

namespace leakproof::tracing {
namespace {

using namespace std::chrono_literals;

constexpr int threads_of_program = 4;
constexpr int blocks_of_thread = 1000;
constexpr std::size_t size_of_block = 72;
constexpr std::int64_t occupied_by_block = 80;

/// What a test and its programs share.
struct Shared {
  std::atomic<bool> may_begin, may_end;
  std::atomic<int> threads_done;
  std::atomic<std::int64_t> rounds;
};

class TracerTest : public ::testing::Test {
 protected:
  TracerTest()
      : shared_(static_cast<Shared*>(::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                                            MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  ~TracerTest() override { ::munmap(shared_, sizeof(Shared)); }
  TracerTest(const TracerTest&) = delete;
  TracerTest& operator=(const TracerTest&) = delete;

  static pid_t begin(const std::function<void()>& program) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
      program();
      ::_exit(0);
    }
    return child;
  }

  static bool within_a_minute(const std::function<bool()>& is_so) {
    const auto given_up = std::chrono::steady_clock::now() + 60s;
    while (!is_so()) {
      if (std::chrono::steady_clock::now() > given_up) return false;
      std::this_thread::sleep_for(1ms);
    }
    return true;
  }

  void keep_blocks() const {
    while (!shared_->may_begin) std::this_thread::yield();
    for (int i = 0; i < blocks_of_thread; ++i) {
      void* volatile kept = std::malloc(size_of_block);
      (void)kept;
    }
    ++shared_->threads_done;
    while (!shared_->may_end) std::this_thread::sleep_for(1ms);
  }

  Shared* shared_;
};

TEST_F(TracerTest, MissesNoCallOfOtherThreads) {
  const pid_t program = begin([this] {
    std::vector<std::thread> threads;
    for (int i = 0; i < threads_of_program; ++i) threads.emplace_back([this] { keep_blocks(); });
    for (std::thread& thread : threads) thread.join();
  });
  Tracer tracer(program);
  ASSERT_EQ(tracer.obstacle(), "");
  tracer.track(0);
  shared_->may_begin = true;
  EXPECT_TRUE(within_a_minute([this] { return shared_->threads_done == threads_of_program; }));
  const OutstandingAllocations outstanding = tracer.end();
  shared_->may_end = true;
  EXPECT_EQ(tracer.obstacle(), "");
  std::int64_t blocks = 0;
  for (const AllocationGroup& group : outstanding.groups) {
    if (group.smallest != occupied_by_block || group.largest != occupied_by_block) continue;
    for (const auto count : group.by_epoch) blocks += count;
  }
  constexpr int all = threads_of_program * blocks_of_thread;
  EXPECT_GE(blocks, all * 99 / 100);
  EXPECT_LE(blocks, all);
  int status = 0;
  ::waitpid(program, &status, 0);
  EXPECT_TRUE(WIFEXITED(status)) << WTERMSIG(status);
}

// Otherwise it would die of the next breakpoint, or write a core file.
TEST_F(TracerTest, ThatIsKilledTakesTheProcessWithIt) {
  const pid_t program = begin([this] {
    while (true) {
      std::free(std::malloc(size_of_block));
      ++shared_->rounds;
    }
  });
  const pid_t tracing = begin([this, program] {
    Tracer tracer(program);
    tracer.track(0);
    shared_->may_begin = tracer.obstacle().empty();
    while (true) ::pause();
  });
  ASSERT_TRUE(within_a_minute([this] { return shared_->may_begin.load(); }));
  const std::int64_t before = shared_->rounds;
  EXPECT_TRUE(within_a_minute([&] { return shared_->rounds > before + 5; }));
  int status = 0;
  ::kill(tracing, SIGKILL);
  ::waitpid(tracing, &status, 0);
  ASSERT_TRUE(within_a_minute([&] { return ::waitpid(program, &status, WNOHANG) == program; }));
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
}

// Also the children that it forks meanwhile.
TEST_F(TracerTest, LeavesTheProcessRunning) {
  const pid_t program = begin([this] {
    while (!shared_->may_end) {
      const pid_t child = ::fork();
      if (child == 0) {
        std::free(std::malloc(size_of_block));
        ::_exit(0);
      }
      int status = 0;
      ::waitpid(child, &status, 0);
      if (!WIFEXITED(status)) ::_exit(1);
      ++shared_->rounds;
    }
  });
  for (int i = 0; i < 20; ++i) {
    Tracer tracer(program);
    ASSERT_EQ(tracer.obstacle(), "");
    tracer.track(0);
    std::this_thread::sleep_for(std::chrono::microseconds(200 * i));
    tracer.end();
    const std::int64_t before = shared_->rounds;
    ASSERT_TRUE(within_a_minute([&] { return shared_->rounds > before; })) << i;
  }
  shared_->may_end = true;
  int status = 0;
  ::waitpid(program, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace leakproof::tracing

#endif
