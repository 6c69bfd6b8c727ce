// SPDX-License-Identifier: MIT
#include "report/json/node.hpp"

#include <gmock/gmock.h>

#include <string>

namespace leakproof::report {
namespace {

using ::testing::ThrowsMessage;

void expect_refused(const std::string& json, void (*read)(const JsonNode&),
                    const std::string& message) {
  const auto parsed = nlohmann::ordered_json::parse(json);
  EXPECT_THAT([&] { read({parsed, "a"}); }, ThrowsMessage<std::invalid_argument>(message)) << json;
}

TEST(JsonNode, NamesThePlaceOfWhatIsWrong) {
  expect_refused(
      "1", [](const JsonNode& node) { node.at("b"); }, "a is not an object");
  expect_refused(
      "{}", [](const JsonNode& node) { node.at("b"); }, "a.b is missing");
  expect_refused(
      "{}", [](const JsonNode& node) { node.items(); }, "a is not a list");
  expect_refused(
      "[0, {}]", [](const JsonNode& node) { node.items()[1].text(); }, "a[1] is not a string");
  expect_refused(
      "\"yes\"", [](const JsonNode& node) { node.truth(); }, "a is not true or false");
  expect_refused(
      "\"1\"", [](const JsonNode& node) { node.number(); }, "a is not a number");
}

TEST(JsonNode, TakesOnlyWholeNumbersThatFit) {
  const char* const message = "a is not an integer in range";
  for (const char* json : {"1.5", "\"1\"", "null", "2147483648", "-2147483649", "1e300"}) {
    expect_refused(
        json, [](const JsonNode& node) { node.integer<int>(); }, message);
  }
  expect_refused(
      "-1", [](const JsonNode& node) { node.integer<std::uint64_t>(); }, message);
  expect_refused(
      "9223372036854775808", [](const JsonNode& node) { node.integer(); }, message);
  for (const char* json : {"9007199254740993", "-9007199254740993"}) {
    expect_refused(
        json, [](const JsonNode& node) { node.integer(); }, message);
  }
  const auto most = nlohmann::ordered_json::parse("18446744073709551615");
  EXPECT_EQ(JsonNode(most, "").integer<std::uint64_t>(), UINT64_MAX);
}

}  // namespace
}  // namespace leakproof::report
