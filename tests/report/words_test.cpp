// SPDX-License-Identifier: MIT
#include "report/words.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace leakproof::report {
namespace {

template <typename Enum>
class EachEnum : public ::testing::Test {};

using Enums =
    ::testing::Types<Ruling, Conclusion, Unit, MetricKind, Role, ExpectedOutcome, Expectation,
                     Attribution, LeakKind, KnownState, OnInconclusive, Standing>;
TYPED_TEST_SUITE(EachEnum, Enums);

TYPED_TEST(EachEnum, HasAWordOfItsOwnForEachValue) {
  const auto values = all_of<TypeParam>();
  EXPECT_GE(values.size(), 2U);
  std::set<std::string_view> words;
  for (const TypeParam value : values) words.insert(word(value));
  EXPECT_EQ(words.size(), values.size());
}

TEST(Standing, IsThatOfTheRuling) {
  const auto of = [](Conclusion ruling, KnownState known, const RunInfo& info) {
    return standing({.ruling = ruling, .known = known}, info);
  };
  using enum Conclusion;
  const RunInfo fails;
  const RunInfo warns{.inconclusive = OnInconclusive::warn};
  EXPECT_EQ(of(clean, KnownState::gone, fails), Standing::expected);
  EXPECT_EQ(of(skipped, KnownState::none, fails), Standing::expected);
  EXPECT_EQ(of(leaks, KnownState::none, warns), Standing::unexpected);
  EXPECT_EQ(of(leaks, KnownState::known, fails), Standing::known);
  EXPECT_EQ(of(leaks, KnownState::changed, fails), Standing::unexpected);
  EXPECT_EQ(of(inconclusive, KnownState::none, fails), Standing::unexpected);
  EXPECT_EQ(of(inconclusive, KnownState::none, warns), Standing::warning);
  EXPECT_EQ(of(invalid, KnownState::none, warns), Standing::unexpected);
}

TEST(Words, SayWhereAClientDeclaresToLeak) {
  EXPECT_EQ(words(Expectation::clean, ""), "clean everywhere");
  EXPECT_EQ(words(Expectation::clean, "uploads"), "leaks on uploads");
  EXPECT_EQ(words(Expectation::leaks_on_failure, ""), "leaks where a fetch fails");
  EXPECT_EQ(words(Expectation::leaks_with_body, "a,b"), "leaks where there is a body and on a,b");
}

}  // namespace
}  // namespace leakproof::report
