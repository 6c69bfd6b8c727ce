// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>

#include "model/environment.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/origin.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "trial/run_all.hpp"

namespace leakproof {
namespace {

/// Ends each trial as soon as it starts.
class Bench final : public Environment {
 public:
  std::unique_ptr<Origin> open_origin(const Trial& trial) override {
    if (trial.client == "interrupted") throw Interrupted();
    if (trial.client == "no-port") throw std::runtime_error("cannot bind");
    throw WorkerFailure("it was not meant to work");
  }
  std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override { return nullptr; }
};

class Watcher final : public Observer {
 public:
  void started(const Trial& trial) override { started_.insert(trial.client); }
  void finished(const Result& result) override { finished_.insert(result.trial.client); }
  std::multiset<std::string> started_;
  std::multiset<std::string> finished_;
};

std::vector<Trial> trials(std::initializer_list<const char*> clients) {
  std::vector<Trial> result;
  for (const char* client : clients) result.push_back({.client = client});
  return result;
}

TEST(Matrix, RunsEveryTrialOnce) {
  for (const int jobs : {1, 2, 16}) {
    Bench bench;
    Watcher watcher;
    EXPECT_EQ(run_all(trials({"a", "b", "c", "d", "e"}), jobs, bench, {}, watcher), 5U);
    EXPECT_THAT(watcher.started_, ::testing::ElementsAre("a", "b", "c", "d", "e"));
    EXPECT_EQ(watcher.finished_, watcher.started_);
  }
}

TEST(Matrix, KeepsWhatIsDoneWhenInterrupted) {
  Bench bench;
  Watcher watcher;
  EXPECT_EQ(run_all(trials({"a", "interrupted", "b"}), 1, bench, {}, watcher), 1U);
  EXPECT_THAT(watcher.started_, ::testing::ElementsAre("a", "interrupted"));
  EXPECT_THAT(watcher.finished_, ::testing::ElementsAre("a"));
}

TEST(Matrix, PassesOnWhatIsBroken) {
  Bench bench;
  Watcher watcher;
  EXPECT_THROW(run_all(trials({"a", "no-port", "b"}), 2, bench, {}, watcher), std::runtime_error);
}

// An observer may write to a console that is gone. The trial lasts until the first second is told.
TEST(Matrix, PassesOnWhatAnObserverThrowsAtTheClock) {
  std::atomic<bool> told = false;
  class Lasting final : public Environment {
   public:
    explicit Lasting(std::atomic<bool>& over) : over_(over) {}
    std::unique_ptr<Origin> open_origin(const Trial&) override {
      over_.wait(false);
      throw WorkerFailure("it was not meant to work");
    }
    std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override { return nullptr; }

   private:
    std::atomic<bool>& over_;
  } lasting(told);
  class Throwing final : public Observer {
   public:
    explicit Throwing(std::atomic<bool>& told) : told_(told) {}
    void passed_a_second() override {
      told_ = true;
      told_.notify_all();
      throw std::runtime_error("no console");
    }

   private:
    std::atomic<bool>& told_;
  } observer(told);
  EXPECT_THROW(run_all(trials({"a", "b"}), 1, lasting, {}, observer), std::runtime_error);
}

}  // namespace
}  // namespace leakproof
