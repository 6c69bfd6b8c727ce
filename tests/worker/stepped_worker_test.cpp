// SPDX-License-Identifier: MIT
#include "worker/stepped_worker.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "posix/descriptor_folder.hpp"
#include "shell.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using testing::failure_of;
using ::testing::Field;
using ::testing::HasSubstr;
using testing::patient;
using testing::shell;
using ::testing::StartsWith;

class SteppedWorkerTest : public ::testing::Test {
 protected:
  std::unique_ptr<SteppedWorker> start(const std::string& script,
                                       CollectionPace pace = CollectionPace(2000)) {
    return std::make_unique<SteppedWorker>(shell(script), patient, Preload(), pace, interrupt_);
  }

  // The failure of a worker that has sent its banner and then gives this answer.
  std::string failure_to_advance(const std::string& answer) {
    const auto worker =
        start("echo hello leakproof-worker/1 x; read order; printf '" + answer + "\\n'; read end");
    return failure_of<WorkerFailure>([&] { worker->advance(20, "http://127.0.0.1:1/"); });
  }

  Interrupt interrupt_;
};

TEST_F(SteppedWorkerTest, IsNotToldToSettleAfterAPartOfAnOrder) {
  const auto worker = start(
      "echo hello leakproof-worker/1 x; read first; echo done 8 1; read run; read settle; "
      "echo \"$first/$run/$settle\" >&2; echo done 12 0; echo settled; read end");
  const Batch first = worker->advance_part(8, "u");
  EXPECT_EQ(first.attempted, 8);
  EXPECT_EQ(first.failed, 1);
  EXPECT_EQ(worker->advance(12, "u").attempted, 12);
  EXPECT_EQ(worker->stop().last_words, "run 8 u/run 12 u/settle\n");
}

TEST_F(SteppedWorkerTest, IsNotCollectedAtEachStopWhereThatTakesLong) {
  CollectionPace slow(2000);
  const auto now = std::chrono::steady_clock::now();
  slow.collected(0, now - std::chrono::hours(1), now);
  const auto worker = start(
      "echo hello leakproof-worker/1 x; read settle; echo settled js_heap=7; read run; "
      "echo done 20 0; read more; echo done 40 0; read settle; echo \"$run/$more/$settle\" >&2; "
      "echo settled js_heap=9; read end",
      slow);
  worker->advance(0, "u");
  const Batch between = worker->advance(20, "u");
  EXPECT_FALSE(between.is_collected);
  EXPECT_THAT(between.reported, ::testing::IsEmpty());
  EXPECT_TRUE(worker->advance(40, "u").is_collected);
  EXPECT_EQ(worker->stop().last_words, "run 20 u/run 40 u/settle\n");
}

TEST_F(SteppedWorkerTest, KnowsTheWorkersBanner) {
  EXPECT_EQ(start("echo hello leakproof-worker/1 requests 2.28.1; read end")->banner(),
            "requests 2.28.1");
}

TEST_F(SteppedWorkerTest, MakesFetchesAndTakesWhatTheRuntimeReports) {
  const auto worker = start(
      "echo hello leakproof-worker/1 x; read run; read settle; echo \"$run/$settle\" >&2; "
      "echo done 20 3; echo settled js_heap=7; read end");
  const Batch batch = worker->advance(20, "http://127.0.0.1:1/");
  EXPECT_EQ(batch.attempted, 20);
  EXPECT_EQ(batch.failed, 3);
  EXPECT_FALSE(batch.last);
  ASSERT_THAT(batch.reported, ElementsAre(Field(&Reported::name, "js_heap")));
  EXPECT_EQ(batch.reported[0].value, 7);
  EXPECT_EQ(worker->stop().last_words, "run 20 http://127.0.0.1:1//settle\n");
}

TEST_F(SteppedWorkerTest, IsNotCollectedWhereTheRuntimeSaysSo) {
  const auto worker = start(
      "echo hello leakproof-worker/1 x; read settle; echo settled js_heap=7 uncollected=1; "
      "read settle; echo settled js_heap=7; read end");
  const Batch batch = worker->advance(0, "u");
  EXPECT_FALSE(batch.is_collected);
  EXPECT_THAT(batch.reported, ElementsAre(Field(&Reported::name, "js_heap")));
  EXPECT_TRUE(worker->advance(0, "u").is_collected);
}

TEST_F(SteppedWorkerTest, CountsDescriptorsBeforeARuntimeCollectsItsGarbage) {
  const auto worker = start(
      "echo hello leakproof-worker/1 x; read settle; echo settled js_heap=7; read run; "
      "exec 5</dev/null 6</dev/null; echo done 20 0; read settle; exec 5<&- 6<&-; "
      "echo settled js_heap=7; read end");
  EXPECT_FALSE(worker->advance(0, "http://127.0.0.1:1/").descriptors_before_collection);
  const auto after = DescriptorFolder(worker->pid()).count();
  const auto before = worker->advance(20, "http://127.0.0.1:1/").descriptors_before_collection;
  ASSERT_TRUE(before && after);
  EXPECT_EQ(*before, *after + 2);
  EXPECT_EQ(DescriptorFolder(worker->pid()).count(), after);
}

TEST_F(SteppedWorkerTest, OnlySettlesWhereNoFetchIsOrdered) {
  const auto worker =
      start("echo hello leakproof-worker/1 x; read order; echo $order >&2; echo settled; read end");
  const Batch batch = worker->advance(0, "http://127.0.0.1:1/");
  EXPECT_EQ(batch.attempted, 0);
  EXPECT_EQ(worker->stop().last_words, "settle\n");
}

TEST_F(SteppedWorkerTest, RefusesAnAnswerThatIsNotOfTheProtocol) {
  EXPECT_EQ(failure_of<WorkerFailure>([&] { start("echo usage: worker FILE; read end"); }),
            "it sent \"usage: worker FILE\" instead of \"hello leakproof-worker/1 …\"");
  EXPECT_THAT(failure_to_advance("ready"),
              StartsWith("it sent \"ready\" instead of \"done 20 <failed>\""));
  EXPECT_THAT(failure_to_advance("done 20 0\\nready"),
              StartsWith("it sent \"ready\" instead of \"settled [name=value]…\""));
  EXPECT_THAT(failure_to_advance(std::string(81, 'x')),
              StartsWith("it sent \"" + std::string(80, 'x') + "\" instead of"));
}

TEST_F(SteppedWorkerTest, RefusesAnotherNumberOfFetches) {
  EXPECT_THAT(failure_to_advance("done 19 0"),
              StartsWith("it was ordered to make 20 fetches but reported 19"));
}

TEST_F(SteppedWorkerTest, TakesExitCode77ForAWorkerThatCannotRunHere) {
  EXPECT_EQ(failure_of<WorkerSkips>([&] { start("echo no module requests >&2; exit 77"); }),
            "no module requests");
  EXPECT_THAT(failure_of<WorkerFailure>([&] { start("exit 76"); }), HasSubstr("exit code 76"));
}

TEST_F(SteppedWorkerTest, AsksOnlyAWorkerThatExplains) {
  EXPECT_EQ(start("echo hello leakproof-worker/1 x; read end")->explain(), std::nullopt);
  const auto worker = start(
      "echo hello leakproof-worker/1+explain x; read order; echo $order >&2; "
      "echo explains tracemalloc 1; printf 'held\\t480\\t10\\tmine.py\\t3\\tfetch\\n'; read end");
  const auto explanation = worker->explain();
  ASSERT_TRUE(explanation);
  EXPECT_EQ(explanation->source, "tracemalloc");
  ASSERT_EQ(explanation->holdings.size(), 1U);
  EXPECT_EQ(explanation->holdings[0].bytes, 480);
  EXPECT_EQ(worker->stop().last_words, "explain\n");
}

TEST_F(SteppedWorkerTest, SaysWhichExplanationIsTheLastOnlyToAWorkerThatKnowsIt) {
  const auto order_of = [&](const std::string& features) {
    const auto worker = start("echo hello leakproof-worker/1" + features +
                              " x; read -r order; echo $order >&2; echo explains x 0; read end");
    EXPECT_TRUE(worker->explain_last());
    return worker->stop().last_words;
  };
  EXPECT_EQ(order_of("+explain"), "explain\n");
  EXPECT_EQ(order_of("+explain+last"), "explain last\n");
}

TEST_F(SteppedWorkerTest, RefusesAnExplanationThatIsNotOne) {
  const auto worker = start(
      "echo hello leakproof-worker/1+explain x; read order; echo explains tracemalloc 1; "
      "echo nothing; read end");
  EXPECT_THAT(failure_of<WorkerFailure>([&] { worker->explain(); }),
              StartsWith("it sent \"nothing\" instead of \"held <bytes> <count> <stack>\""));
}

TEST_F(SteppedWorkerTest, ReportsHowTheWorkerEnds) {
  const auto worker =
      start("echo hello leakproof-worker/1 x; read order; echo last words >&2; exit 23");
  const ExitReport report = worker->stop();
  EXPECT_EQ(report.exit_code, 23);
  EXPECT_EQ(report.last_words, "last words\n");
  EXPECT_EQ(report.quote, "\n    last words");
}

}  // namespace
}  // namespace leakproof
