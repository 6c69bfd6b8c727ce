// SPDX-License-Identifier: MIT
#include "runtimes/jvm/flight_recording.hpp"

#include <gmock/gmock.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "entry.hpp"
#include "fake_jvm.hpp"
#include "fake_reference_handler.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;
using testing::entry;
using testing::FakeJvm;
using testing::FakeReferenceHandler;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::chrono::seconds patient_enough(30);

const std::string own_pid = std::to_string(::getpid());
const fs::path settings_file = "/tmp/.leakproof_jfr_settings_" + own_pid;
const fs::path recording_folder = "/tmp/.leakproof_jfr_" + own_pid;

const std::string jfr_check = "JFR.check";
const std::string jfr_start =
    "JFR.start name=leakproof disk=false settings=" + settings_file.string();
const std::string jfr_configure = "JFR.configure repositorypath=" + recording_folder.string();
const std::string jfr_dump =
    "JFR.dump name=leakproof filename=" + recording_folder.string() + "/starts.jfr";
const std::string jfr_stop = "JFR.stop name=leakproof";

const std::string none = "0\nNo available recordings.\n\nUse jcmd 7 JFR.start to start one.\n";
const std::string ours = "0\nRecording 1: name=leakproof (running)\n";

// `jfr` prints this, see fake_jfr.
const std::string recording =
    "jdk.ThreadStart {\n  thread = \"pool-2-thread-1\" (javaThreadId = 12)\n"
    "  parentThread = \"main\" (javaThreadId = 1)\n  stackTrace = [\n"
    "    java.util.concurrent.AbstractExecutorService.submit(Callable) line: 145\n"
    "    Main.get(URI) line: 25\n  ]\n}\n";

std::string threads(int count) {
  std::string text = "0\n\"main\" #1 prio=5\n\tat Main.main(Main.java:3)\n";
  for (int i = 1; i <= count; ++i) {
    text += "\n\"pool-" + std::to_string(i) + "-thread-1\" #" + std::to_string(10 + i) +
            " prio=5\n\tat jdk.internal.misc.Unsafe.park(java.base@17/Native Method)\n";
  }
  return text;
}

/// A JVM with one thread of a pool more at each explanation. It makes the recording_folder of a
/// recording, and writes that, as soon as it can.
class GrowingJvm {
 public:
  explicit GrowingJvm(bool grows = true, const std::string& started = ours)
      : started_(started), grows_(grows) {
    jvm_.emplace(
        FakeJvm::Answers{{"VM.flags", "0\n-XX:+UseSerialGC \n"},
                         {"GC.class_histogram", "0\n 1: 1 16 [B (java.base@17)\nTotal 1 16\n"},
                         {"GC.heap_dump /tmp/.leakproof_heap_" + own_pid, "1\n"},
                         {"VM.command_line", "1\n"},
                         {"Thread.print", threads(1)},
                         {jfr_check, none},
                         {jfr_start, "0\nStarted recording 1.\n"},
                         {jfr_configure, "0\n"},
                         {jfr_dump, "0\n"},
                         {jfr_stop, "0\n"}},
        [this](std::size_t) { go_on(); });
    collector_ = entry("JVM").attach(::getpid(), patient_enough).collector;
  }

  void answer(const std::string& command, std::string bytes) {
    changes_.emplace_back(command, std::move(bytes));
  }

  /// The origin of the pool's threads at the last of three explanations.
  std::vector<Place> origin() {
    std::optional<Explanation> last;
    for (int i = 1; i <= 3; ++i) {
      if (grows_) answer("Thread.print", threads(i));
      last = i < 3 ? collector_->explain(patient_enough) : collector_->explain_last(patient_enough);
    }
    EXPECT_TRUE(last);
    for (const Holding& holding : last->holdings) {
      if (holding.stack.front().function == "pool-N-thread-N") return holding.origin;
    }
    ADD_FAILURE() << "no such threads";
    return {};
  }

  std::size_t count(const std::string& command) {
    return static_cast<std::size_t>(std::ranges::count(jvm_->stop(), "1|jcmd|" + command + "|||"));
  }

  const std::string& settings_text() const { return settings_text_; }

 private:
  // Before an answer, in the thread of the JVM. Meanwhile this test's waits for that answer.
  void go_on() {
    for (auto& [command, bytes] : changes_) jvm_->answer(command, std::move(bytes));
    changes_.clear();
    if (std::ifstream file(settings_file); file) {
      settings_text_.assign(std::istreambuf_iterator<char>(file), {});
      jvm_->answer(jfr_check, started_);
    }
    fs::create_directories(recording_folder / "2026_11_30_16_30_45_7");
    std::ofstream(recording_folder / "starts.jfr") << recording;
  }

  const FakeReferenceHandler idle_;
  std::vector<std::pair<std::string, std::string>> changes_;
  std::string settings_text_;
  std::string started_;
  bool grows_;
  std::optional<FakeJvm> jvm_;
  std::unique_ptr<Collector> collector_;
};

class FlightRecordings : public ::testing::Test {
 protected:
  ~FlightRecordings() override { fs::remove_all(recording_folder); }
};

TEST_F(FlightRecordings, ShowWhereThreadsAreStarted) {
  GrowingJvm jvm;
  const auto origin = jvm.origin();
  ASSERT_THAT(origin, SizeIs(3));
  EXPECT_EQ(origin[0].function, "started by thread main");
  EXPECT_EQ(origin[1].function, "java.util.concurrent.AbstractExecutorService.submit");
  EXPECT_EQ(origin[2].function, "Main.get");
  EXPECT_EQ(origin[2].file, "Main.java");
  EXPECT_EQ(origin[2].line, 25);
  EXPECT_EQ(jvm.count(jfr_stop), 1U);
  EXPECT_THAT(jvm.settings_text(), HasSubstr("<event name=\"jdk.ThreadStart\">"));
}

TEST_F(FlightRecordings, LeaveNoFileBehind) {
  GrowingJvm jvm;
  EXPECT_THAT(jvm.origin(), SizeIs(3));
  EXPECT_FALSE(fs::exists(settings_file));
  EXPECT_FALSE(fs::exists(recording_folder));
}

TEST_F(FlightRecordings, AreNotMadeUnlessThreadsBecomeMore) {
  GrowingJvm jvm(false);
  EXPECT_THAT(jvm.origin(), IsEmpty());
  EXPECT_EQ(jvm.count("Thread.print"), 3U);
  EXPECT_EQ(jvm.count(jfr_check), 0U);
}

TEST_F(FlightRecordings, OfTheUsersAreNotDisturbed) {
  GrowingJvm jvm;
  jvm.answer(jfr_check, "0\nRecording 1: name=mine (running)\n");
  EXPECT_THAT(jvm.origin(), IsEmpty());
  EXPECT_EQ(jvm.count(jfr_check), 1U);
  EXPECT_EQ(
      jvm.count(jfr_start) + jvm.count(jfr_configure) + jvm.count(jfr_dump) + jvm.count(jfr_stop),
      0U);
}

TEST_F(FlightRecordings, OfTheUsersThatBeginMeanwhileAreNotDisturbed) {
  GrowingJvm jvm(true, ours + "Recording 2: name=mine (running)\n");
  EXPECT_THAT(jvm.origin(), IsEmpty());
  EXPECT_EQ(jvm.count(jfr_start), 1U);
  EXPECT_EQ(jvm.count(jfr_configure) + jvm.count(jfr_dump), 0U);
  EXPECT_EQ(jvm.count(jfr_stop), 1U);
}

TEST_F(FlightRecordings, ThatFailLeaveTheExplanationAsItIs) {
  for (const std::string& command : {jfr_check, jfr_start, jfr_configure, jfr_dump}) {
    GrowingJvm jvm;
    jvm.answer(command, "1\nCould not\n");
    EXPECT_THAT(jvm.origin(), IsEmpty()) << command;
    EXPECT_EQ(jvm.count(jfr_stop), command == jfr_check ? 0U : 1U) << command;
  }
}

}  // namespace
}  // namespace leakproof
