// SPDX-License-Identifier: MIT
#include "report/reporters.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <leakproof/conclusion.hpp>

#include "model/exit_code.hpp"
#include "model/reporter.hpp"

namespace leakproof {

void Reporters::controls(const std::vector<Control>& controls) {
  if (!std::ranges::all_of(controls, &Control::found)) missed_control_ = true;
  for (const auto& reporter : reporters_) reporter->controls(controls);
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
  for (const auto& reporter : reporters_) reporter->started(trial);
}

void Reporters::finished(const Result& result) {
  report_controls();
  ++ended_;
  adviser_.observe(result);
  skipped_ += result.ruling == Conclusion::skipped ? 1 : 0;
  if (!as_expected(result, info_)) {
    const bool ruled = result.ruling == Conclusion::leaks || result.ruling == Conclusion::clean;
    (ruled ? contradicted_ : no_verdict_) = true;
  }
  for (const auto& reporter : reporters_) reporter->add(result);
}

void Reporters::progressed(const Progress& progress) {
  for (const auto& reporter : reporters_) reporter->progressed(progress);
}

void Reporters::passed_a_second() {
  for (const auto& reporter : reporters_) reporter->passed_a_second();
}

void Reporters::interrupted(const Result& result) {
  for (const auto& reporter : reporters_) reporter->interrupted(result);
}

void Reporters::checkpoint(const Result& result) {
  for (const auto& reporter : reporters_) reporter->checkpoint(result);
}

void Reporters::finish() {
  const std::vector<TrialAdvice> advice = adviser_.advice();
  for (const auto& reporter : reporters_) reporter->finish(advice);
}

int Reporters::exit_code() const {
  if (missed_control_) return exit_no_verdict;  // the results are unreliable
  if (contradicted_) return exit_leak;
  if (skipped_ > 0 && skipped_ == info_.trials) return exit_skipped;
  return no_verdict_ || ended_ < info_.trials ? exit_no_verdict : exit_clean;
}

}  // namespace leakproof
