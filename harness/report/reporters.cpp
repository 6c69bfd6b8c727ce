// SPDX-License-Identifier: MIT
#include "report/reporters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <leakproof/conclusion.hpp>

#include "model/exit_code.hpp"
#include "model/reporter.hpp"
#include "text/complain.hpp"

namespace leakproof {
namespace {

constexpr int seconds_between_saves = 4;

}  // namespace

void Reporters::controls(const std::vector<Control>& controls) {
  if (!std::ranges::all_of(controls, &Control::found)) missed_control_ = true;
  tell_all([&](Reporter& reporter) { reporter.controls(controls); });
}

void Reporters::expect(std::shared_future<std::vector<Control>> judged) {
  expected_controls_ = std::move(judged);
  const auto state = expected_controls_.wait_for(std::chrono::seconds(0));
  if (state != std::future_status::timeout) report_controls();
}

void Reporters::report_controls() {
  if (expected_controls_.valid()) controls(std::exchange(expected_controls_, {}).get());
}

void Reporters::started(const Trial& trial) {
  tell_all([&](Reporter& reporter) { reporter.started(trial); });
}

void Reporters::finished(const Result& result) {
  report_controls();
  ++ended_;
  adviser_.observe(result);
  skipped_ += result.ruling == Conclusion::skipped ? 1 : 0;
  if (standing(result, info_) == Standing::unexpected) {
    const bool ruled = result.ruling == Conclusion::leaks || result.ruling == Conclusion::clean;
    (ruled ? contradicted_ : no_verdict_) = true;
  }
  tell_all([&](Reporter& reporter) { reporter.add(result); });
}

void Reporters::progressed(const Progress& progress) {
  tell_all([&](Reporter& reporter) { reporter.progressed(progress); });
}

void Reporters::passed_a_second() {
  tell_all([&](Reporter& reporter) { reporter.passed_a_second(); });
  if (++seconds_ % seconds_between_saves == 0) save();
}

void Reporters::save() {
  tell_all([](Reporter& reporter) { reporter.save(); });
}

void Reporters::interrupted(const Result& result) {
  tell_all([&](Reporter& reporter) { reporter.interrupted(result); });
}

void Reporters::checkpoint(const Result& result) {
  tell_all([&](Reporter& reporter) { reporter.checkpoint(result); });
}

void Reporters::finish() {
  const std::vector<TrialAdvice> advice = adviser_.advice();
  tell_all([&](Reporter& reporter) { reporter.finish(advice); });
}

void Reporters::tell_all(const std::function<void(Reporter&)>& tell) {
  std::erase_if(reporters_, [&](const std::unique_ptr<Reporter>& reporter) {
    try {
      tell(*reporter);
      return false;
    } catch (const std::exception& error) {
      complain(fmt::format("a report is lost: {}", error.what()));
      return lost_report_ = true;
    }
  });
}

int Reporters::exit_code() const {
  // The results are unreliable, or not all of them were written.
  if (missed_control_ || lost_report_) return exit_no_verdict;
  if (contradicted_) return exit_leak;
  if (skipped_ > 0 && skipped_ == info_.trials) return exit_skipped;
  return no_verdict_ || ended_ < info_.trials ? exit_no_verdict : exit_clean;
}

}  // namespace leakproof
