// SPDX-License-Identifier: MIT
#include "report/json/layout.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace leakproof::report {
namespace {

using Lines = std::vector<std::string>;

TEST(Layout, IsJsonWhateverItHolds) {
  for (const int trials : {0, 1, 3}) {
    for (const Lines& under_way : {Lines{}, Lines{"1"}, Lines{"1", "2"}}) {
      for (const Lines& advice : {Lines{}, Lines{"3"}}) {
        std::string text = opening("{\"a\":1}");
        Separator separator;
        for (int i = 0; i < trials; ++i) text.append(separator.next()).append("{}");
        text += closing(under_way, advice, true);
        const auto json = nlohmann::json::parse(text);
        EXPECT_EQ(json["a"], 1);
        EXPECT_EQ(json["trials"].size(), static_cast<std::size_t>(trials));
        EXPECT_EQ(json.contains("under_way"), !under_way.empty());
        EXPECT_EQ(json.contains("advice"), !advice.empty());
        EXPECT_EQ(json["finished"], true);
      }
    }
  }
}

TEST(Layout, HasALineForEachItem) {
  EXPECT_EQ(closing(Lines{"1", "2"}, Lines{"3"}, false),
            "\n],\n\"under_way\": [\n1,\n2\n],\n\"advice\": [\n3\n],\n\"finished\": false}\n");
}

}  // namespace
}  // namespace leakproof::report
