// SPDX-License-Identifier: MIT
#include "worker/paced_worker.hpp"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "paced_client.hpp"
#include "shell.hpp"

namespace leakproof {
namespace {

using testing::FakeGate;
using testing::Listener;
using testing::patient;

class PacedWorkerInRounds : public ::testing::Test {
 protected:
  ConnectionOwners owners_{};
  Interrupt interrupt_;
};

/// The gate of a client that makes up to `at_once` requests at once, in rounds of `length`; 0:
/// without end.
class GateOfRounds : public FakeGate {
 public:
  GateOfRounds(std::int64_t length, std::int64_t at_once) : length_(length), at_once_(at_once) {
    GateOfRounds::let_through(0);
  }

  void let_through(std::int64_t fetches) override {
    ordered += fetches;
    const std::int64_t left = length_ > 0 ? length_ - ordered % length_ : at_once_;
    made_up.passed = ordered;
    made_up.held = std::min(left, at_once_) - (is_one_late ? 1 : 0);
  }

  bool is_one_late = false;

 private:
  std::int64_t length_;
  std::int64_t at_once_;
};

/// A worker whose client has connected to the gate.
class WorkerInRounds {
 public:
  WorkerInRounds(FakeGate& gate, ConnectionOwners& owners, const Interrupt& interrupt)
      : worker_({.command = listener_.client(), .bounds = patient}, gate, owners, interrupt) {
    gate.held = {listener_.accept()};
  }

  PacedWorker* operator->() { return &worker_; }

  Batch to_end_of_round(std::int64_t fetches, std::int64_t at_most = 200) {
    return worker_.advance_to_end_of_round(fetches, "", at_most,
                                           [&](const std::vector<Reported>&) { ++read_within; });
  }

  /// Its client then ends.
  void hang_up() { listener_.hang_up(); }

  int read_within = 0;

 private:
  Listener listener_{};
  PacedWorker worker_;
};

TEST_F(PacedWorkerInRounds, GoesOnToTheEndOfARound) {
  for (const auto& [length, at_once] : {std::pair(20, 20), {64, 8}, {2, 2}}) {
    GateOfRounds gate(length, at_once);
    WorkerInRounds worker(gate, owners_, interrupt_);
    EXPECT_EQ(worker->advance(length, "").attempted, length) << "anywhere";
    EXPECT_EQ(worker.to_end_of_round(length - 1).attempted, length - 1) << "nothing is known yet";
    EXPECT_EQ(worker.read_within, 0);
    std::int64_t before = gate.ordered;
    for (const std::int64_t fetches : {5, 7, 30, 1, 11, 9}) {
      const Batch batch = worker.to_end_of_round(fetches);
      EXPECT_EQ(gate.ordered % length, length - 1) << fetches;
      EXPECT_EQ(batch.attempted, gate.ordered - before);
      EXPECT_EQ(batch.fetches_to_end_of_round, batch.attempted - fetches);
      EXPECT_LT(batch.attempted - fetches, length);
      EXPECT_FALSE(batch.is_within_round);
      before = gate.ordered;
    }
    EXPECT_EQ(worker.read_within, 6);
    EXPECT_EQ(worker.to_end_of_round(length, 0).attempted, length);
    EXPECT_TRUE(worker.to_end_of_round(1, 0).is_within_round);
  }
}

TEST_F(PacedWorkerInRounds, SeeksNoRoundsOfThreadsThatEachGoOn) {
  GateOfRounds gate(0, 8);
  WorkerInRounds worker(gate, owners_, interrupt_);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(worker.to_end_of_round(10, 50).attempted, 10);
  EXPECT_EQ(worker.read_within, 0);
}

// Such as threads on a busy machine, of which some are late.
TEST_F(PacedWorkerInRounds, GivesUpTheRoundsOfAClientThatHasNone) {
  GateOfRounds gate(0, 8);
  WorkerInRounds worker(gate, owners_, interrupt_);
  worker->advance(1, "");
  gate.is_one_late = true;
  worker->advance(1, "");
  gate.is_one_late = false;
  for (int i = 0; i < 6; ++i) {
    const Batch batch = worker.to_end_of_round(10, 50);
    EXPECT_EQ(batch.attempted, i < 3 ? 10 + 49 : 10);
    EXPECT_FALSE(batch.fetches_to_end_of_round);
    EXPECT_FALSE(batch.is_within_round) << "none is known";
  }
  EXPECT_EQ(worker.read_within, 3);
}

/// Its client gives up all its requests again and again.
class GateThatIsLeft final : public GateOfRounds {
 public:
  GateThatIsLeft() : GateOfRounds(20, 20) {}

  GateCounts counts() override {
    GateCounts counts = made_up;
    if (is_left && looks_++ % 2 == 1) {
      counts.held = 0;
      ::eventfd_write(event(), 1);  // the next requests come at once
    }
    return counts;
  }

  bool is_left = false;

 private:
  int looks_ = 0;
};

TEST_F(PacedWorkerInRounds, DoesNotWaitForEverForAnImpatientClient) {
  GateThatIsLeft gate;
  WorkerInRounds worker(gate, owners_, interrupt_);
  worker->advance(20, "");
  worker->advance(19, "");
  gate.is_left = true;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(worker.to_end_of_round(5, 40).attempted, 45);
}

/// Each reply of its client from the `from`th on breaks off.
class GateThatBreaksOff final : public GateOfRounds {
 public:
  explicit GateThatBreaksOff(std::int64_t from) : GateOfRounds(20, 20), from_(from) {}

  void let_through(std::int64_t fetches) override {
    GateOfRounds::let_through(fetches);
    made_up.broken = std::max<std::int64_t>(0, ordered - from_);
  }

 private:
  std::int64_t from_;
};

TEST_F(PacedWorkerInRounds, CountsEachFailureOfARoundOnce) {
  GateThatBreaksOff gate(39);
  WorkerInRounds worker(gate, owners_, interrupt_);
  worker->advance(20, "");
  worker->advance(19, "");
  for (int i = 0; i < 3; ++i) {
    const Batch batch = worker.to_end_of_round(7);
    EXPECT_EQ(batch.attempted, 20);
    EXPECT_EQ(batch.failed, 20);
  }
}

/// Its client ends after so many requests.
class GateOfAClientThatEnds final : public GateOfRounds {
 public:
  explicit GateOfAClientThatEnds(std::int64_t after) : GateOfRounds(20, 20), after_(after) {}

  void let_through(std::int64_t fetches) override {
    GateOfRounds::let_through(fetches);
    if (ordered <= after_) return;
    made_up = {.passed = after_};
    held.clear();
    end();
  }

  std::function<void()> end = [] {};

 private:
  std::int64_t after_;
};

TEST_F(PacedWorkerInRounds, TakesWhatAClientFetchedThatEndsWithinARound) {
  GateOfAClientThatEnds gate(50);
  WorkerInRounds worker(gate, owners_, interrupt_);
  gate.end = [&] { worker.hang_up(); };
  worker->advance(20, "");
  worker->advance(19, "");
  const Batch batch = worker.to_end_of_round(7);
  EXPECT_TRUE(batch.last);
  EXPECT_EQ(batch.attempted, 11);
  EXPECT_FALSE(batch.fetches_to_end_of_round);
}

}  // namespace
}  // namespace leakproof
