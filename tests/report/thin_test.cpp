// SPDX-License-Identifier: MIT
#include "report/thin.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "report/evidence.hpp"
#include "report/xml_text.hpp"

namespace leakproof::report {
namespace {

std::vector<Sample> curve(int length, std::int64_t (*value)(int)) {
  std::vector<Sample> samples;
  for (int i = 0; i < length; ++i) samples.push_back({i * 10, value(i)});
  return samples;
}

TEST(Thin, LeavesAShortCurveAlone) {
  const auto samples = curve(20, [](int i) -> std::int64_t { return i * i; });
  EXPECT_EQ(thin(samples, 100), samples);
}

TEST(Thin, NeedsOnlyTheEndsOfALevelStretch) {
  const auto samples = curve(500, [](int i) -> std::int64_t { return i < 250 ? 1 : 2; });
  EXPECT_THAT(thin(samples, 100), ::testing::ElementsAre(Sample{0, 1}, Sample{2490, 1},
                                                         Sample{2500, 2}, Sample{4990, 2}));
}

TEST(Thin, KeepsEverySpikeEveryDipAndBothEnds) {
  const auto samples = curve(5000, [](int i) -> std::int64_t {
    return i == 777 ? 9999 : i == 3210 ? -9999 : i % 7;
  });
  const auto thinned = thin(samples, 100);
  EXPECT_LE(thinned.size(), 100U);
  for (const std::size_t i : {0U, 777U, 3210U, 4999U}) {
    EXPECT_THAT(thinned, ::testing::Contains(samples[i]));
  }
  EXPECT_TRUE(std::ranges::is_sorted(thinned, {}, &Sample::fetches));
}

TEST(XmlText, ReplacesWhatXmlCannotHold) {
  EXPECT_EQ(xml_text("a\tb\nc é € 😀 <&>"), "a\tb\nc é € 😀 <&>");
  EXPECT_EQ(xml_text(std::string_view("\x00\x1b", 2)), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xff"), "\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
  EXPECT_EQ(xml_text("\xEF\xBF\xBF"), "\xEF\xBF\xBD");          // U+FFFF
  EXPECT_EQ(xml_text("\xED\xA0\x80"), "\xEF\xBF\xBD");          // a surrogate
  EXPECT_EQ(xml_text("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut short
}

TEST(Wrapped, BreaksAtSpacesAndLosesNothing) {
  EXPECT_EQ(wrapped("one two three four", 2, 12), "one two\n  three four");
  EXPECT_EQ(wrapped("one two", 0, 0), "one two");
  EXPECT_EQ(wrapped("unbreakable", 4, 6), "unbreakable");
}

}  // namespace
}  // namespace leakproof::report
