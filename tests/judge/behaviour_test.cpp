// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "model/verdict.hpp"
#include "recording.hpp"
#include "usages.hpp"

namespace leakproof {
namespace {

using testing::by_16;
using testing::heap_bytes;

struct Behaviour {
  std::string name{};
  Usage usage{};
  Ruling ruling{};
  std::string reason{};
};

void PrintTo(const Behaviour& behaviour, std::ostream* out) { *out << behaviour.name; }

class OnBehaviour : public ::testing::TestWithParam<Behaviour> {};

TEST_P(OnBehaviour, TheStaircaseRules) {
  const auto verdict = judge(GetParam().usage, heap_bytes);
  EXPECT_EQ(verdict.ruling, GetParam().ruling);
  EXPECT_THAT(verdict.reason, ::testing::HasSubstr(GetParam().reason));
}

TEST_P(OnBehaviour, TheStaircaseRulesTheSameWhenThinned) {
  EXPECT_EQ(judge(GetParam().usage, heap_bytes, 240).ruling, GetParam().ruling);
}

// Each leak is followed by a control that resembles it but does not leak.
const std::vector<Behaviour> behaviours{
    {"Flat", [](double) { return 1e6; }, Ruling::clean, "no window grew by 4/fetch"},
    {"Leak", by_16, Ruling::leaks,
     "rose in each of the last 12 windows without slowing, at two run lengths"},
    {"LeakUnderSpikes", [](double n) { return by_16(n) + (std::fmod(n, 3) == 0 ? 5e6 : 0); },
     Ruling::leaks, "at two run lengths"},
    {"SpikesAlone", [](double n) { return std::fmod(n, 3) == 0 ? 5e6 : 0; }, Ruling::clean, ""},
    {"LeakAfterASlowStart", [](double n) { return n < 1500 ? 0 : by_16(n - 1500); }, Ruling::leaks,
     "at two run lengths"},
    {"SlowStartAlone", [](double n) { return by_16(std::min(n, 1500.0)); }, Ruling::clean, ""},
    {"Sawtooth", [](double n) { return 300.0 * std::fmod(n, 101); }, Ruling::clean, ""},
    {"SlowLeakOfAnExactCounter", [](double n) { return 0.05 * n; }, Ruling::leaks,
     "at two run lengths"},
    {"SlowLeakInCoarseSteps", [](double n) { return 64 * std::floor(0.05 * n / 64); },
     Ruling::clean, "no window grew by 4/fetch"},
    {"FillingCache", [](double n) { return 1e6 * (1 - std::exp(-n / 9000)); }, Ruling::inconclusive,
     "a filling cache?"},
    {"LogarithmicGrowth", [](double n) { return 1e6 * std::log(1 + n); }, Ruling::inconclusive,
     "grows, but fading ("},
    {"DoublingArray", [](double n) { return 64 * std::exp2(std::ceil(std::log2(1 + n))); },
     Ruling::inconclusive, "grew in a few steps"},
    {"Noise", [](double n) { return 1e6 * std::abs(std::sin(1e-3 * n * n)); }, Ruling::inconclusive,
     "moves too much for a verdict yet"},
};

INSTANTIATE_TEST_SUITE_P(Judge, OnBehaviour, ::testing::ValuesIn(behaviours),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace leakproof
