// SPDX-License-Identifier: MIT
// Tests that a block of 24 bytes that is lost only on error paths is found, in one scenario
// of each group.
#include <gmock/gmock.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include <leakproof/conclusion.hpp>

#include "environment/local_environment.hpp"
#include "model/finding.hpp"
#include "model/result.hpp"
#include "model/scenario.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "plan/selection.hpp"
#include "probes/catalogue.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

using ::testing::DoubleNear;
using ::testing::Optional;

constexpr std::int64_t near_enough = 200;  // fetches until the first look: no client has a cache

Scenario scenario_called(const std::string& name) {
  for (Scenario& scenario : scenarios()) {
    if (scenario.name == name) return std::move(scenario);
  }
  throw std::invalid_argument(name);
}

Result judge(const std::string& client, const std::string& scenario_name) {
  static const Interrupt interrupt;
  LocalEnvironment bench({.words = {FORGETFUL_WORKER}, .answer_timeout = std::chrono::seconds(60)},
                         interrupt);
  Trial trial{.client = client, .scenario = scenario_called(scenario_name)};
  trial.plan.horizon = std::min(near_enough, trial.scenario.horizon.value_or(near_enough));
  return run(trial, bench, probes::catalogue());
}

// Growth per fetch of a leaking metric.
std::optional<double> growth_of(const Result& result, std::string_view metric) {
  for (const Finding& finding : result.findings) {
    if (finding.series.metric.name != metric) continue;
    if (finding.verdict.ruling == Ruling::leaks) return finding.verdict.growth.per_fetch;
  }
  return std::nullopt;
}

struct ErrorPath {
  std::string group;
  std::string scenario;
};

void PrintTo(const ErrorPath& path, std::ostream* out) { *out << path.scenario; }

const std::vector<ErrorPath> error_paths{
    {"basic", "drop-mid-body"},   {"broken", "reset-mid-body"}, {"slow", "stall"},
    {"no-server", "refused"},     {"flow", "auth-rejected"},    {"uploads", "upload-rejected"},
    {"keys", "unique-cookies"},   {"tls", "tls-untrusted"},     {"proxy", "proxy-refuses"},
    {"http2", "h2-reset-stream"},
};

class OnErrorPath : public ::testing::TestWithParam<ErrorPath> {};

TEST_P(OnErrorPath, ALostBlockIsFoundWithItsRate) {
  const Result result = judge("forgetful", GetParam().scenario);
  EXPECT_EQ(result.trial.scenario.group, GetParam().group);
  if (result.ruling == Conclusion::skipped) GTEST_SKIP() << result.reason;
  if (std::ranges::count(result.not_observable, "heap_blocks") > 0) {
    GTEST_SKIP() << "heap_blocks is not observable in this build";
  }
  EXPECT_EQ(result.ruling, Conclusion::leaks) << result.reason;
  EXPECT_THAT(growth_of(result, "heap_blocks"), Optional(DoubleNear(1, 0.1)));
  EXPECT_THAT(growth_of(result, "descriptors"), std::nullopt);
}

TEST_P(OnErrorPath, NothingIsFoundWhereNothingIsLost) {
  const Result result = judge("careful", GetParam().scenario);
  if (result.ruling == Conclusion::skipped) GTEST_SKIP() << result.reason;
  EXPECT_EQ(result.ruling, Conclusion::clean) << result.reason;
}

INSTANTIATE_TEST_SUITE_P(Of, OnErrorPath, ::testing::ValuesIn(error_paths), [](const auto& one) {
  std::string name = one.param.group;
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace leakproof
