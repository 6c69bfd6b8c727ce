// SPDX-License-Identifier: MIT
#include "worker/watch.hpp"

#include <gmock/gmock.h>

#include "model/interrupted.hpp"
#include "model/worker.hpp"
#include "shell.hpp"

namespace leakproof {
namespace {

using testing::failure_of;
using ::testing::HasSubstr;
using testing::impatient;
using testing::patient;
using testing::shell;
using ::testing::StartsWith;

class WatchTest : public ::testing::Test {
 protected:
  Interrupt interrupt_;
};

TEST_F(WatchTest, TellsWhatIsReadable) {
  Watch watch(shell("echo x; exec sleep 1000"), patient, interrupt_);
  const auto ready = watch.wait_until(watch.deadline(), watch.process().output());
  EXPECT_TRUE(ready.awaited);
  EXPECT_FALSE(ready.ended);
}

TEST_F(WatchTest, TellsThatTheProcessHasEnded) {
  Watch watch(shell("exit 0"), patient, interrupt_);
  EXPECT_TRUE(watch.wait_until(watch.deadline(), -1).ended);
}

TEST_F(WatchTest, TellsThatNothingHappenedInTime) {
  Watch watch(shell("exec sleep 1000"), impatient, interrupt_);
  const auto ready = watch.wait_until(watch.deadline(), -1);
  EXPECT_FALSE(ready.awaited);
  EXPECT_FALSE(ready.ended);
}

TEST_F(WatchTest, WaitsForTheEnd) {
  EXPECT_EQ(Watch(shell("exit 7"), patient, interrupt_).end(), 7);
  Watch endless(shell("echo words >&2; exec sleep 1000"), impatient, interrupt_);
  EXPECT_THAT(failure_of<WorkerFailure>([&] { endless.end(); }),
              StartsWith("it did not end within 0.03 s"));
}

TEST_F(WatchTest, TellsHowTheProcessEnded) {
  const auto failure = [&](const std::string& script) {
    Watch watch(shell(script), patient, interrupt_);
    watch.wait_until(watch.deadline(), -1);
    return failure_of<WorkerFailure>([&] { watch.fail_at_its_end("it closed its output"); });
  };
  EXPECT_EQ(failure("echo why >&2; exit 3"), "it ended by itself with exit code 3\n    why");
  EXPECT_EQ(failure("exit 128"), "it ended by itself with exit code 128");
  EXPECT_EQ(failure("kill -9 $$"), "it was killed by signal 9");
}

TEST_F(WatchTest, TellsThatOnlyTheOutputWasClosed) {
  Watch watch(shell("exec sleep 1000 >&-"), patient, interrupt_);
  watch.wait_until(watch.deadline(), watch.process().output());
  EXPECT_EQ(failure_of<WorkerFailure>([&] { watch.fail_at_its_end("it closed its output"); }),
            "it closed its output");
}

TEST_F(WatchTest, DrainsStandardErrorWhileItWaits) {
  Watch watch(shell("head -c 1000000 /dev/zero | tr '\\0' x >&2; echo end >&2"), patient,
              interrupt_);
  EXPECT_EQ(watch.end(), 0) << "it does not block on a full pipe";
  EXPECT_TRUE(watch.errors().text().ends_with("xend\n"));
}

TEST_F(WatchTest, StopsAProcessAtItsMemoryLimit) {
  Watch watch(shell("exec sleep 1000"), {.answer = patient.answer, .memory = 1}, interrupt_);
  EXPECT_EQ(failure_of<MemoryCapReached>([&] { watch.wait_until(watch.deadline(), -1); }),
            "its memory limit of 9.31e-10 GiB");
  Watch within(shell("exit 0"), {.answer = patient.answer, .memory = std::int64_t{1} << 40},
               interrupt_);
  EXPECT_EQ(within.end(), 0);
}

TEST_F(WatchTest, CountsTheMemoryOfAllProcesses) {
  // tail keeps all of it until its input ends, and then writes to a process that does not read.
  Watch watch(shell("head -c 100M /dev/zero | tail -c 100M | sleep 1000; true"),
              {.answer = patient.answer, .memory = 32 << 20}, interrupt_);
  EXPECT_EQ(failure_of<MemoryCapReached>([&] { watch.wait_until(watch.deadline(), -1); }),
            "its memory limit of 0.0312 GiB");
}

TEST_F(WatchTest, CountsWhatProcessesShareOnce) {
  // Eight processes with the same 30 MB.
  const std::string script =
      "x=$(head -c 30M /dev/zero | tr '\\0' x)\n"
      "for i in 1 2 3 4 5 6 7 8; do (while :; do sleep 1000; done) & done\n"
      "echo ready; wait";
  Watch watch(shell(script), {.answer = patient.answer, .memory = 150 << 20}, interrupt_);
  ASSERT_TRUE(watch.wait_until(watch.deadline(), watch.process().output()).awaited);
  const auto a_while = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
  EXPECT_FALSE(watch.wait_until(a_while, -1).ended);
}

TEST_F(WatchTest, WatchesTheEndOfTheProcessThatIsMeasured) {
  Process measured(shell("exec sleep 1000"));
  Watch watch(shell("exec sleep 1000"), patient, interrupt_);
  watch.measure(measured.pid());
  measured.kill_group();
  EXPECT_TRUE(watch.wait_until(watch.deadline(), -1).ended);
}

TEST_F(WatchTest, SpellsOutItsPatience) {
  const auto text = [&](std::chrono::milliseconds answer) {
    return Watch(shell("exit 0"), {.answer = answer}, interrupt_).patience_text();
  };
  EXPECT_EQ(text(std::chrono::seconds(30)), "30 s");
  EXPECT_EQ(text(std::chrono::milliseconds(1500)), "1.5 s");
  const Watch by_option(shell("exit 0"), {.option = "--worker-timeout"}, interrupt_);
  EXPECT_EQ(by_option.patience_text(), "30 s (--worker-timeout)");
}

TEST_F(WatchTest, IsMorePatientOnABusyMachineAndSaysSo) {
  const auto at_load = [&](double (*load)(), bool stretches) {
    return Watch(shell("exit 0"),
                 {.answer = std::chrono::seconds(3),
                  .stretches = stretches,
                  .option = "--worker-timeout",
                  .load = load},
                 interrupt_);
  };
  const Watch quiet = at_load([] { return 0.1; }, true);
  EXPECT_EQ(quiet.patience(), std::chrono::seconds(3));
  EXPECT_EQ(quiet.patience_text(), "3 s (--worker-timeout)");
  const Watch hardly_busy = at_load([] { return 1.01; }, true);
  EXPECT_EQ(hardly_busy.patience_text(), "3 s (--worker-timeout)");
  const Watch busy = at_load([] { return 2.5; }, true);
  EXPECT_EQ(busy.patience(), std::chrono::milliseconds(7500));
  EXPECT_EQ(busy.patience_text(), "3 s (--worker-timeout; 7.5 s on this busy machine)");
  EXPECT_EQ(at_load([] { return 400.0; }, true).patience(), std::chrono::seconds(60));
  const Watch given = at_load([] { return 2.5; }, false);
  EXPECT_EQ(given.patience(), std::chrono::seconds(3));
  EXPECT_EQ(given.patience_text(), "3 s (--worker-timeout)");
}

}  // namespace
}  // namespace leakproof
