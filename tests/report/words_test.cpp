// SPDX-License-Identifier: MIT
#include "report/words.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace leakproof::report {
namespace {

template <typename Enum>
class EachEnum : public ::testing::Test {};

using Enums = ::testing::Types<Ruling, Conclusion, Unit, MetricKind, Role, ExpectedOutcome,
                               Expectation, Attribution>;
TYPED_TEST_SUITE(EachEnum, Enums);

TYPED_TEST(EachEnum, HasAWordOfItsOwnForEachValue) {
  const auto values = all_of<TypeParam>();
  EXPECT_GE(values.size(), 2U);
  std::set<std::string_view> words;
  for (const TypeParam value : values) words.insert(word(value));
  EXPECT_EQ(words.size(), values.size());
}

TEST(Words, SayWhereAClientDeclaresToLeak) {
  EXPECT_EQ(words(Expectation::clean, ""), "clean everywhere");
  EXPECT_EQ(words(Expectation::clean, "uploads"), "leaks on uploads");
  EXPECT_EQ(words(Expectation::leaks_on_failure, ""), "leaks where a fetch fails");
  EXPECT_EQ(words(Expectation::leaks_with_body, "a,b"), "leaks where there is a body and on a,b");
}

}  // namespace
}  // namespace leakproof::report
