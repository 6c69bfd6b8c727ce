// SPDX-License-Identifier: MIT
#include "runtimes/v8/line_of_call.hpp"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

Place function(const std::string& name, const std::string& file = "") {
  return {.function = name, .file = file};
}

TEST(LineOfCall, HasTheNameOfTheFunctionThatIsCalled) {
  const std::vector<std::string> source{"async function fetch(path) {",
                                        "  // Agents(path) is another name, and Agent a word",
                                        "  const agent = new http.Agent({",
                                        "  });",
                                        "}",
                                        "other(1);"};
  EXPECT_EQ(line_of_call(source, 1, function("http.Agent")), 3);
  EXPECT_EQ(line_of_call(source, 1, function("fetch")), 1);
  EXPECT_EQ(line_of_call(source, 1, function("other")), 1) << "beyond the end of the function";
  EXPECT_EQ(line_of_call(source, 6, function("other")), 6);
  EXPECT_EQ(line_of_call(source, 1, function("")), 1);
  EXPECT_EQ(line_of_call(source, 0, function("Agent")), 0);
  EXPECT_EQ(line_of_call(source, 99, function("Agent")), 99);
  EXPECT_EQ(line_of_call({}, 7, function("other")), 7);
}

TEST(LineOfCall, HasTheNameThatThePackageOfTheFunctionHasHere) {
  const std::vector<std::string> source{
      "const needle = require('needle');",
      "import pTimeout, {TimeoutError as Late} from \"@scope/p-timeout\";",
      "async function fetch(path) {",
      "  const needles = 1;",
      "  const reply = await needle('get', path);",
      "  return pTimeout(reply);",
      "}"};
  const auto line_of = [&](const std::string& file) {
    return line_of_call(source, 3, function("module.exports", file));
  };
  EXPECT_EQ(line_of("/app/node_modules/needle/lib/needle.js"), 5);
  EXPECT_EQ(line_of("/app/node_modules/@scope/p-timeout/index.js"), 6);
  EXPECT_EQ(line_of("/app/node_modules/got/index.js"), 3);
  EXPECT_EQ(line_of("/app/lib.js"), 3);
}

}  // namespace
}  // namespace leakproof
