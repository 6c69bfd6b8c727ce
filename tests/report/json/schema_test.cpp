// SPDX-License-Identifier: MIT
#include "report/json/schema.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace leakproof::report {
namespace {

TEST(Schema, SaysWhichVersionItDescribes) {
  EXPECT_EQ(results_schema()["properties"]["schema_version"]["const"], 2);
}

TEST(Schema, GivesEachKindOfFieldItsType) {
  const auto types = results_schema()["$defs"];
  const auto trial = types["trial"]["properties"];
  EXPECT_EQ(trial["client"]["type"], "string");
  EXPECT_EQ(trial["fetches"]["type"], "integer");
  EXPECT_EQ(trial["fetches"]["minimum"], 0);
  EXPECT_EQ(trial["fetches_from_origin"]["type"], "boolean");
  EXPECT_EQ(trial["seconds"]["type"], "number");
  EXPECT_EQ(trial["seed"]["minimum"], 0) << "it is unsigned";
  EXPECT_EQ(trial["peak_bytes"]["type"], nlohmann::ordered_json::parse(R"(["integer", "null"])"));
  EXPECT_EQ(trial["ledger"]["$ref"], "#/$defs/ledger");
  EXPECT_EQ(trial["owners"]["items"]["$ref"], "#/$defs/owner");
  EXPECT_EQ(types["owner"]["properties"]["stack"]["minItems"], 1);
  EXPECT_EQ(types["finding"]["properties"]["unit"]["enum"],
            nlohmann::ordered_json::parse(R"(["bytes", "count"])"));
}

TEST(Schema, RequiresEachFieldButListsThatMayBeEmpty) {
  const auto schema = results_schema();
  EXPECT_EQ(schema["required"].size() + 2, schema["properties"].size());
  for (const char* list : {"under_way", "advice"}) {
    EXPECT_TRUE(schema["properties"].contains(list));
    for (const auto& key : schema["required"]) EXPECT_NE(key, list);
  }
  const auto& trial = schema["$defs"]["trial"];
  EXPECT_TRUE(trial["properties"].contains("left_running"));
  for (const auto& key : trial["required"]) EXPECT_NE(key, "left_running");
  for (const auto& [name, type] : schema["$defs"].items()) {
    const std::size_t optional = name == "trial" ? 1 : 0;
    EXPECT_EQ(type["required"].size() + optional, type["properties"].size()) << name;
    EXPECT_EQ(type["additionalProperties"], false) << name;
  }
}

}  // namespace
}  // namespace leakproof::report
