// SPDX-License-Identifier: MIT
#include "report/reporters.hpp"

#include <gmock/gmock.h>

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/exit_code.hpp"
#include "model/interrupted.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;

/// Records the calls that it receives, in order.
class Log final : public Reporter {
 public:
  explicit Log(std::vector<std::string>& lines) : lines_(lines) {}
  void controls(const std::vector<Control>& controls) override {
    lines_.push_back(std::to_string(controls.size()) + " control");
  }
  void add(const Result& result) override { lines_.push_back(result.trial.client); }
  void save() override { lines_.emplace_back("saved"); }

 private:
  std::vector<std::string>& lines_;
};

class ReportersOfARun : public ::testing::Test {
 protected:
  ReportersOfARun() { reporters_.add(std::make_unique<Log>(lines_)); }

  static Result result(Conclusion ruling) {
    return {.trial = {.client = "scoped"}, .ruling = ruling};
  }

  std::vector<std::string> lines_{};
  Reporters reporters_{{.trials = 1}};
};

TEST_F(ReportersOfARun, HoldBackTheFirstResultUntilTheControlsAreJudged) {
  std::promise<std::vector<Control>> controls;
  reporters_.expect(controls.get_future().share());
  EXPECT_THAT(lines_, ElementsAre());
  controls.set_value({{.name = "heap", .found = true}});
  reporters_.finished(result(Conclusion::clean));
  reporters_.report_controls();
  EXPECT_THAT(lines_, ElementsAre("1 control", "scoped"));
  EXPECT_EQ(reporters_.exit_code(), exit_clean);
}

/// Cannot be written.
class Broken final : public Reporter {
 public:
  void add(const Result&) override { throw std::runtime_error("cannot write x: disk full"); }
};

TEST_F(ReportersOfARun, WriteTheOtherReportsWhereOneIsLost) {
  Reporters reporters({.trials = 1});
  reporters.add(std::make_unique<Broken>());
  reporters.add(std::make_unique<Log>(lines_));
  ::testing::internal::CaptureStderr();
  reporters.finished(result(Conclusion::clean));
  reporters.finished(result(Conclusion::clean));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "leakproof: a report is lost: cannot write x: disk full\n");
  EXPECT_THAT(lines_, ElementsAre("scoped", "scoped"));
  EXPECT_EQ(reporters.exit_code(), exit_no_verdict);
}

TEST_F(ReportersOfARun, AreSavedEveryFewSeconds) {
  for (int second = 0; second < 3; ++second) reporters_.passed_a_second();
  EXPECT_THAT(lines_, ElementsAre());
  for (int second = 3; second < 8; ++second) reporters_.passed_a_second();
  EXPECT_THAT(lines_, ElementsAre("saved", "saved"));
}

TEST_F(ReportersOfARun, ReportControlsAtOnceWhereNoOtherThreadJudgesThem) {
  reporters_.expect(std::async(std::launch::deferred, [] {
                      return std::vector<Control>{{.name = "heap", .found = true}};
                    }).share());
  EXPECT_THAT(lines_, ElementsAre("1 control"));
}

TEST_F(ReportersOfARun, PassOnThatTheControlsWereInterrupted) {
  std::promise<std::vector<Control>> controls;
  reporters_.expect(controls.get_future().share());
  controls.set_exception(std::make_exception_ptr(Interrupted()));
  EXPECT_THROW(reporters_.report_controls(), Interrupted);
  EXPECT_THAT(lines_, ElementsAre());
}

TEST_F(ReportersOfARun, PassWithAKnownLeak) {
  Result known = result(Conclusion::leaks);
  known.known = KnownState::known;
  reporters_.finished(known);
  EXPECT_EQ(reporters_.exit_code(), exit_clean);
}

TEST_F(ReportersOfARun, FailWithALeakThatIsNotAsListed) {
  Result changed = result(Conclusion::leaks);
  changed.known = KnownState::changed;
  reporters_.finished(changed);
  EXPECT_EQ(reporters_.exit_code(), exit_leak);
}

TEST_F(ReportersOfARun, HaveNoVerdictWhereATrialIsInconclusiveUnlessTheyOnlyWarn) {
  reporters_.finished(result(Conclusion::inconclusive));
  EXPECT_EQ(reporters_.exit_code(), exit_no_verdict);
  Reporters warning({.inconclusive = OnInconclusive::warn, .trials = 1});
  warning.finished(result(Conclusion::inconclusive));
  EXPECT_EQ(warning.exit_code(), exit_clean);
}

TEST_F(ReportersOfARun, HaveNoVerdictWhereAControlWasMissed) {
  reporters_.controls({{.name = "heap", .found = false}});
  reporters_.finished(result(Conclusion::clean));
  EXPECT_EQ(reporters_.exit_code(), exit_no_verdict);
}

TEST_F(ReportersOfARun, HaveNoVerdictWhereAControlWasMissedBesideALeak) {
  reporters_.controls({{.name = "heap", .found = false}});
  reporters_.finished(result(Conclusion::leaks));
  EXPECT_EQ(reporters_.exit_code(), exit_no_verdict);
}

}  // namespace
}  // namespace leakproof
