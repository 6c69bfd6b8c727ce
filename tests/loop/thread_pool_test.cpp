// SPDX-License-Identifier: MIT
#include "loop/thread_pool.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <functional>
#include <latch>
#include <set>
#include <stdexcept>

namespace leakproof {
namespace {

using ::testing::Each;
using ::testing::SizeIs;

/// Defines what the clients of one test do, and records their calls. Only one instance
/// exists at a time, because a client is created by a plain function.
class Crews : public ::testing::Test {
 protected:
  Crews() { current_ = this; }

  /// Calls the test's function, which all clients share.
  class Fake final : public Client {
   public:
    Fake() { ++current_->made_; }
    ~Fake() override { ++current_->destroyed_; }
    Outcome fetch(const Request& request) override {
      {
        const std::lock_guard lock(current_->mutex_);
        current_->used_.insert(this);
      }
      return current_->on_fetch_(request);
    }
    void settle() override { ++current_->settled_; }
  };

  static std::unique_ptr<Client> make() { return std::make_unique<Fake>(); }

  inline static Crews* current_ = nullptr;

  std::function<Outcome(const Request&)> on_fetch_ = [](const Request&) {
    return Outcome{.ok = true};
  };
  std::mutex mutex_;
  std::set<const Client*> used_;
  std::atomic<int> made_ = 0;
  std::atomic<int> destroyed_ = 0;
  std::atomic<int> settled_ = 0;
  ClientEntry entry_{.name = "fake", .make = make};
};

TEST_F(Crews, MakeEveryFetchThatIsOrdered) {
  std::atomic<int> fetched = 0;
  on_fetch_ = [&](const Request& request) {
    EXPECT_EQ(request.url, "http://here/");
    ++fetched;
    return Outcome{.ok = true};
  };
  ThreadPool pool(entry_);
  EXPECT_EQ(pool.run({.fetches = 7, .request = {.url = "http://here/"}}), 0);
  EXPECT_EQ(pool.run({.fetches = 5, .request = {.url = "http://here/"}, .threads = 3}), 0);
  EXPECT_EQ(pool.run({.fetches = 0, .request = {.url = "http://here/"}, .threads = 3}), 0);
  EXPECT_EQ(fetched, 12);
}

TEST_F(Crews, FetchInAllThreadsAtOnce) {
  std::latch all_are_fetching(4);
  on_fetch_ = [&](const Request&) {
    all_are_fetching.arrive_and_wait();
    return Outcome{.ok = true};
  };
  ThreadPool pool(entry_);
  EXPECT_EQ(pool.run({.fetches = 4, .threads = 4}), 0);
}

TEST_F(Crews, KeepTheirThreads) {
  std::atomic<int> threads = 0;
  on_fetch_ = [&](const Request&) {
    thread_local bool seen = false;
    threads += std::exchange(seen, true) ? 0 : 1;
    return Outcome{.ok = true};
  };
  ThreadPool pool(entry_);
  for (int i = 0; i < 10; ++i) pool.run({.fetches = 20, .threads = 2});
  EXPECT_LE(threads, 2);
}

TEST_F(Crews, GiveEachThreadAClientOfItsOwn) {
  std::latch all_are_fetching(3);
  on_fetch_ = [&](const Request&) {
    all_are_fetching.arrive_and_wait();
    return Outcome{.ok = true};
  };
  ThreadPool pool(entry_);
  pool.run({.fetches = 3, .threads = 3});
  EXPECT_EQ(made_, 3);
  EXPECT_THAT(used_, SizeIs(3));
}

TEST_F(Crews, ShareAClientThatMayBeShared) {
  std::latch all_are_fetching(3);
  on_fetch_ = [&](const Request&) {
    all_are_fetching.arrive_and_wait();
    return Outcome{.ok = true};
  };
  entry_.shareable = true;
  ThreadPool pool(entry_);
  pool.run({.fetches = 3, .threads = 3});
  EXPECT_EQ(made_, 1);
  EXPECT_THAT(used_, SizeIs(1));
}

TEST_F(Crews, FetchInANewThreadEachTimeIfSoOrdered) {
  std::vector<int> times;  // for each fetch, the number of fetches of its thread so far
  on_fetch_ = [&](const Request&) {
    thread_local int count = 0;
    times.push_back(++count);
    return Outcome{.ok = true};
  };
  ThreadPool pool(entry_);
  pool.run({.fetches = 6, .thread_each = true});
  EXPECT_THAT(times, SizeIs(6));
  EXPECT_THAT(times, Each(1));
  EXPECT_EQ(made_, 1);
}

TEST_F(Crews, MakeAndDestroyAClientForEachFetchIfSoOrdered) {
  std::vector<int> alive;
  on_fetch_ = [&](const Request&) {
    alive.push_back(made_ - destroyed_);
    return Outcome{.ok = true};
  };
  ThreadPool pool(entry_);
  pool.run({.fetches = 5, .client_each = true});
  EXPECT_EQ(made_, 1 + 5);
  EXPECT_EQ(destroyed_, 5);
  EXPECT_THAT(alive, Each(1 + 1));
}

TEST_F(Crews, CountWhatFails) {
  std::atomic<int> fetched = 0;
  on_fetch_ = [&](const Request&) -> Outcome {
    switch (++fetched % 4) {
      case 0:
        return {.error = "refused"};
      case 1:
        throw std::runtime_error("thrown");
      default:
        return {.ok = true};
    }
  };
  ThreadPool pool(entry_);
  EXPECT_EQ(pool.run({.fetches = 8}), 4);
  EXPECT_EQ(pool.run({.fetches = 40, .threads = 4}), 20);
  EXPECT_EQ(pool.run({.fetches = 8, .thread_each = true}), 4);
}

TEST_F(Crews, SettleEveryClient) {
  ThreadPool pool(entry_);
  pool.run({.fetches = 3, .threads = 3});
  pool.settle();
  EXPECT_EQ(settled_, 3);
}

}  // namespace
}  // namespace leakproof
