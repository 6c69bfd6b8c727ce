// SPDX-License-Identifier: MIT
#include "options/tolerance.hpp"

#include <gmock/gmock.h>

#include "model/usage_error.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

auto refusing(const char* text) {
  return [text] { parse_tolerance(text); };
}

TEST(Tolerances, AreAResourceAndItsGrowthAFetch) {
  EXPECT_EQ(parse_tolerance("heap_bytes=16"), (Tolerance{"heap_bytes", 16}));
  EXPECT_EQ(parse_tolerance("connections=0.01"), (Tolerance{"connections", 0.01}));
}

TEST(Tolerances, MayBeOfANumberThatOnlyTheWorkerKnows) {
  EXPECT_EQ(parse_tolerance("js_heap=128"), (Tolerance{"js_heap", 128}));
}

TEST(Tolerances, AreRefusedWhereTheyAreAnythingElse) {
  for (const char* text : {"", "heap_bytes", "heap_bytes=", "=16", "heap_bytes=x", "heap_bytes=-1",
                           "heap_bytes=16x", "heap_bytes=nan"}) {
    EXPECT_THAT(refusing(text), ThrowsMessage<UsageError>(HasSubstr("as in heap_bytes=16")));
  }
}

TEST(Tolerances, OfAMisspeltResourceSayWhichWasMeant) {
  EXPECT_THAT(refusing("heap_byte=16"),
              ThrowsMessage<UsageError>(HasSubstr("Did you mean \"heap_bytes\"?")));
}

}  // namespace
}  // namespace leakproof
