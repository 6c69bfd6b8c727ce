// SPDX-License-Identifier: MIT
#include "posix/variables.hpp"

#include <gmock/gmock.h>

namespace leakproof {
namespace {

using ::testing::ElementsAre;

using Environment = std::vector<std::string>;

TEST(Variables, AreSetInPlaceOfWhatTheyWere) {
  Environment environment{"HOME=/root", "URL=a", "URL=b", "URLS=c"};
  set(environment, "URL=d=e");
  EXPECT_THAT(environment, ElementsAre("HOME=/root", "URLS=c", "URL=d=e"));
  set(environment, Variable{.name = "URL", .value = "f"});
  EXPECT_THAT(environment, ElementsAre("HOME=/root", "URLS=c", "URL=f"));
}

TEST(Variables, WithASeparatorGoBeforeWhatTheUserHas) {
  const Variable path{.name = "PATH", .value = "/ours", .separator = ":"};
  const std::vector<std::pair<Environment, Environment>> cases{
      {{"PATH=/theirs:/too"}, {"PATH=/ours:/theirs:/too"}},
      {{"PATH="}, {"PATH=/ours"}},
      {{"PATHS=/theirs"}, {"PATHS=/theirs", "PATH=/ours"}},
      {{}, {"PATH=/ours"}},
  };
  for (auto [environment, expected] : cases) {
    set(environment, path);
    EXPECT_EQ(environment, expected);
  }
}

}  // namespace
}  // namespace leakproof
