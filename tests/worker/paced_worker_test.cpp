// SPDX-License-Identifier: MIT
#include "worker/paced_worker.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "paced_client.hpp"
#include "shell.hpp"

namespace leakproof {
namespace {

using testing::failure_of;
using testing::FakeGate;
using testing::impatient;
using testing::Listener;
using testing::patient;
using testing::shell;
using ::testing::StartsWith;

class PacedWorkerTest : public ::testing::Test {
 protected:
  std::string failure_of_first_fetch(const std::string& script, Watch::Bounds bounds = patient) {
    Command command = shell(script);
    PacedWorker worker({.command = command, .bounds = bounds}, gate_, owners_, interrupt_);
    EXPECT_TRUE(gate_.is_shut);
    return failure_of<WorkerFailure>([&] { last_ = worker.advance(30, ""); });
  }

  ConnectionOwners owners_{};
  Interrupt interrupt_;
  FakeGate gate_;
  Batch last_{};
};

TEST_F(PacedWorkerTest, LetsThroughWhatIsOrdered) {
  failure_of_first_fetch("exit 0");
  EXPECT_EQ(gate_.ordered, 30);
}

TEST_F(PacedWorkerTest, GivesUpAClientThatNeverConnects) {
  EXPECT_THAT(failure_of_first_fetch("exec sleep 1000", impatient),
              StartsWith("it made no request within 0.03 s. Does it take the address"));
}

TEST_F(PacedWorkerTest, GivesUpAClientThatLeavesARequestUnfinished) {
  gate_.made_up.under_way = 1;
  EXPECT_THAT(failure_of_first_fetch("exec sleep 1000", impatient),
              StartsWith("it made no further request for 0.03 s, with 1 reply"));
}

TEST_F(PacedWorkerTest, SuggestsALoopToAClientThatEnds) {
  gate_.made_up.passed = 3;
  EXPECT_THAT(failure_of_first_fetch("exit 0"), StartsWith("it made 3 requests and ended"));
}

TEST_F(PacedWorkerTest, TellsHowAClientFailed) {
  EXPECT_EQ(failure_of_first_fetch("exit 3"),
            "it ended by itself with exit code 3 before its first request");
  gate_.made_up.passed = 1;
  EXPECT_EQ(
      failure_of_first_fetch("echo why >&2; exit 3"),
      "it ended by itself with exit code 3; a program must go on after a failed request\n    why");
}

TEST_F(PacedWorkerTest, TakesWhatAClientFetchedThatEndsWell) {
  gate_.made_up.passed = 29;
  EXPECT_EQ(failure_of_first_fetch("exit 0"), "nothing was thrown");
  EXPECT_TRUE(last_.last);
  EXPECT_EQ(last_.attempted, 29);
}

TEST_F(PacedWorkerTest, WaitsForWhatALauncherLeavesBehind) {
  EXPECT_THAT(failure_of_first_fetch("sleep 1000 >&- 2>&- & exit 0", impatient),
              StartsWith("it made no request within"));
}

TEST_F(PacedWorkerTest, SaysThatTheProcessThatConnectsCannotBeFound) {
  gate_.made_up = {.passed = 30, .held = 1};
  gate_.held = {{.address = INADDR_LOOPBACK, .port = 1, .server_address = INADDR_LOOPBACK}};
  EXPECT_THAT(failure_of_first_fetch("exec sleep 1000", impatient),
              StartsWith("the process that connects cannot be found"));
}

// The first of its requests is one that it has given up.
TEST_F(PacedWorkerTest, FindsTheClientByAnyConnectionThatItStillHolds) {
  Listener listener;
  Command command = listener.client();
  PacedWorker worker({.command = command, .bounds = patient}, gate_, owners_, interrupt_);
  const server::ClientEnd given_up{
      .address = INADDR_LOOPBACK, .port = 1, .server_address = INADDR_LOOPBACK};
  gate_.held = {given_up, listener.accept()};
  for (const std::int64_t passed : {30, 60, 90}) {
    gate_.made_up = {.passed = passed, .held = 2};
    EXPECT_EQ(worker.advance(30, "").attempted, 30);
  }
  EXPECT_GT(worker.pid(), 0);
  EXPECT_EQ(ConnectionOwners::holder(gate_.held[1]), worker.pid());
}

// All that it has sent are given up by the time that they are checked.
TEST_F(PacedWorkerTest, TakesARequestThatNobodyHoldsForNoOtherProcess) {
  Listener listener;
  Command command = listener.client();
  PacedWorker worker({.command = command, .bounds = patient}, gate_, owners_, interrupt_);
  gate_.held = {listener.accept()};
  gate_.made_up = {.passed = 30, .held = 1};
  EXPECT_EQ(worker.advance(30, "").attempted, 30);
  gate_.held = {{.address = INADDR_LOOPBACK, .port = 1, .server_address = INADDR_LOOPBACK}};
  gate_.made_up = {.passed = 60, .held = 1};
  EXPECT_EQ(worker.advance(30, "").attempted, 30);
}

TEST_F(PacedWorkerTest, IsNotReadAfterAPartOfAnOrder) {
  Listener listener;
  Command command = listener.client("/bin/bash", "while :; do :; done");
  PacedWorker worker({.command = command, .bounds = patient}, gate_, owners_, interrupt_);
  gate_.held = {listener.accept()};
  gate_.passes_what_is_ordered = true;
  gate_.made_up.held = 1;
  EXPECT_FALSE(worker.advance(30, "").is_quiescent);
  const Batch part_of_it = worker.advance_part(30, "");
  EXPECT_EQ(part_of_it.attempted, 30);
  EXPECT_TRUE(part_of_it.is_quiescent) << "it was waited for";
}

// A runtime is recognised by the name of its program; no agent ever connects from this one.
TEST_F(PacedWorkerTest, TriesAtFourMoreStopsToCollectGarbage) {
  const std::string node = ::testing::TempDir() + "/paced-" + std::to_string(::getpid()) + "/node";
  std::filesystem::create_directories(std::filesystem::path(node).parent_path());
  std::filesystem::copy_file("/bin/bash", node, std::filesystem::copy_options::overwrite_existing);
  for (const bool collects : {true, false}) {
    Listener listener;
    FakeGate gate;
    gate.passes_what_is_ordered = true;
    gate.made_up.held = 1;
    Command command = listener.client(node);
    PacedWorker worker({.command = command,
                        .bounds = patient,
                        .agents = collects ? std::make_unique<AgentServer>() : nullptr},
                       gate, owners_, interrupt_);
    gate.held = {listener.accept()};
    EXPECT_EQ(worker.advance(0, "").attempted, collects ? 4 : 0);
    EXPECT_EQ(gate.ordered, collects ? 4 : 0);
    EXPECT_EQ(worker.uncollected(), "V8");
    EXPECT_EQ(worker.advance(30, "").attempted, 30);
  }
  std::filesystem::remove_all(std::filesystem::path(node).parent_path());
}

}  // namespace
}  // namespace leakproof
