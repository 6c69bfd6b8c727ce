// SPDX-License-Identifier: MIT
#include "cli/selection.hpp"

#include <gmock/gmock.h>

namespace leakproof::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

const std::vector<ListedClient> known{
    {.name = "one"}, {.name = "aside", .compared = false}, {.name = "other"}};

auto client(const char* name) { return Field(&Trial::client, name); }

TEST(Selection, ComparesThoseThatAreToBeCompared) {
  EXPECT_THAT(select_trials({.scenarios = {"plain"}}, known),
              ElementsAre(client("one"), client("other")));
}

TEST(Selection, TakesWhateverIsNamed) {
  EXPECT_THAT(select_trials({.clients = {"aside", "one"}, .scenarios = {"plain"}}, known),
              ElementsAre(client("aside"), client("one")));
}

TEST(Selection, LeavesNobodyOutWhereNobodyIsToBeCompared) {
  EXPECT_THAT(select_trials({.scenarios = {"plain"}}, {{.name = "aside", .compared = false}}),
              ElementsAre(client("aside")));
}

}  // namespace
}  // namespace leakproof::cli
