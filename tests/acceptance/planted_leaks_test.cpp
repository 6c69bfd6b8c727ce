// SPDX-License-Identifier: MIT
// Tests that leaks of known size are found with the right rate, and that harmless growth is
// not reported.
#include <gmock/gmock.h>

#include <algorithm>

#include <leakproof/conclusion.hpp>

#include "environment/local_environment.hpp"
#include "environment/programs.hpp"
#include "model/finding.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "probes/catalogue.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

Result judge_planted(const std::string& worker, const std::string& client) {
  static const Interrupt interrupt;
  LocalEnvironment bench({.words = {worker}, .answer_timeout = std::chrono::seconds(60)},
                         interrupt);
  const Trial trial{.client = client, .scenario = {.name = "plain"}, .fetches_from_origin = false};
  return run(trial, bench, probes::catalogue());
}

struct KnownLeak {
  std::string worker;
  std::string client;
  std::string metric;
  double per_fetch;
};

void PrintTo(const KnownLeak& leak, std::ostream* out) { *out << leak.client; }

class PlantedLeak : public ::testing::TestWithParam<KnownLeak> {};

TEST_P(PlantedLeak, IsFoundWithItsRate) {
  const auto& [worker, client, metric, per_fetch] = GetParam();
  const Result result = judge_planted(worker, client);
  if (LEAKPROOF_SANITIZED && metric == "heap_bytes") {
    GTEST_SKIP() << "a sanitizer's allocator rounds in its own way";
  }
  if (std::ranges::count(result.not_observable, metric) > 0) {
    GTEST_SKIP() << metric << " is not observable in this build";
  }
  EXPECT_EQ(result.ruling, Conclusion::leaks) << result.reason;
  for (const Finding& finding : result.findings) {
    if (finding.series.metric.name != metric) continue;
    EXPECT_EQ(finding.verdict.ruling, Ruling::leaks) << finding.verdict.reason;
    EXPECT_NEAR(finding.verdict.growth.per_fetch, per_fetch, 0.1 * per_fetch);
    return;
  }
  FAIL() << metric << " was not read";
}

INSTANTIATE_TEST_SUITE_P(
    Of, PlantedLeak,
    ::testing::Values(KnownLeak{control_worker(), "heap", "heap_blocks", 1},
                      // malloc's usable size for eight bytes is 24.
                      KnownLeak{control_worker(), "heap", "heap_bytes", 24},
                      KnownLeak{control_worker(), "descriptors", "descriptors", 1},
                      KnownLeak{control_worker(), "threads", "threads", 1},
                      KnownLeak{control_worker(), "connections", "connections", 1},
                      KnownLeak{PLANTED_WORKER, "every-twentieth", "heap_blocks", 0.05},
                      KnownLeak{PLANTED_WORKER, "maps-pages", "mapped_bytes", 4096},
                      KnownLeak{PLANTED_WORKER, "keeps-threads", "threads", 1}),
    [](const auto& one) {
      std::string name = one.param.client + "_" + one.param.metric;
      std::erase(name, '-');
      std::erase(name, '_');
      return name;
    });

class LookAlike : public ::testing::TestWithParam<KnownLeak> {};

TEST_P(LookAlike, IsNotALeak) {
  const Result result = judge_planted(GetParam().worker, GetParam().client);
  EXPECT_EQ(result.ruling, Conclusion::clean) << result.reason;
}

INSTANTIATE_TEST_SUITE_P(Of, LookAlike,
                         ::testing::Values(KnownLeak{control_worker(), "nothing", "", 0},
                                           KnownLeak{PLANTED_WORKER, "fills-a-cache", "", 0},
                                           KnownLeak{PLANTED_WORKER, "flushes", "", 0}),
                         [](const auto& one) {
                           std::string name = one.param.client;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace leakproof
