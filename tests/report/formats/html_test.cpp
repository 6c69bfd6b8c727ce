// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/formats/format_test.hpp"

namespace leakproof::report {
namespace {

using Html = FormatTest;

TEST_F(Html, KeepsTheDataOfAPageInItsPlace) {
  const std::string text = finished("html", testing::awkward_results());
  const std::size_t begin = text.find("id=\"data\">") + 10;
  const std::size_t end = text.find("</script>", begin);
  const auto data = nlohmann::json::parse(text.substr(begin, end - begin));
  ASSERT_EQ(data["trials"].size(), 6U);
  EXPECT_EQ(data["trials"][0]["client"], "<script>alert(1)</script>");
  EXPECT_EQ(data["trials"][0].at("advice").at("kind"), "response kept");
  EXPECT_FALSE(data["trials"][1].contains("advice"));
  EXPECT_EQ(data["trials"][0]["findings"][1]["windows"].size(), 24U);
  EXPECT_LE(data["trials"][0]["findings"][1]["curve"].size(), 320U);
}

}  // namespace
}  // namespace leakproof::report
