// SPDX-License-Identifier: MIT
#include "report/xml_text.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace leakproof::report {
namespace {

TEST(XmlText, ReplacesWhatXmlCannotHold) {
  EXPECT_EQ(xml_text("a\tb\nc é € 😀 <&>"), "a\tb\nc é € 😀 <&>");
  EXPECT_EQ(xml_text(std::string_view("\x00\x1b", 2)), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xff"), "\xEF\xBF\xBD");
  EXPECT_EQ(xml_text("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
  EXPECT_EQ(xml_text("\xEF\xBF\xBF"), "\xEF\xBF\xBD");          // U+FFFF
  EXPECT_EQ(xml_text("\xED\xA0\x80"), "\xEF\xBF\xBD");          // a surrogate
  EXPECT_EQ(xml_text("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");  // cut short
}

}  // namespace
}  // namespace leakproof::report
