// SPDX-License-Identifier: MIT
#include "plan/selection.hpp"

#include <gmock/gmock.h>
#include "model/listed_client.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

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

TEST(Selection, TakesAGroupBeforeAScenarioOfItsName) {
  const auto of = [](const char* name) { return named_scenarios({name}); };
  EXPECT_GT(of("tls").size(), 1U);
  ASSERT_EQ(of("tls/tls").size(), 1U);
  EXPECT_EQ(of("tls/tls").front().name, "tls");
  EXPECT_THAT(select_trials({.scenarios = {"tls/tls"}}, {{.name = "one"}}).front().repro_command,
              HasSubstr(" --on tls/tls"));
}

TEST(Selection, EachScenarioIsAloneUnderItsOwnName) {
  for (const Scenario& scenario : scenarios()) {
    EXPECT_THAT(named_scenarios({own_name(scenario)}),
                ElementsAre(Field(&Scenario::name, scenario.name)));
  }
}

TEST(Selection, TakesATestThatRunsAgainForAWorker) {
  const TrialOptions options{
      .scenarios = {"no-server", "redirect"}, .program = {"pytest"}, .test = "get"};
  const std::vector<Trial> trials = select_trials(options, {{.name = "get"}});
  EXPECT_EQ(trials.front().scenario.group, "no-server");
  EXPECT_GT(trials.back().scenario.requests_per_fetch, 1);
}

TEST(Selection, LeavesOutForAProgramWhatNeedsAWorkerUnlessItIsNamed) {
  const auto selected = [](std::vector<std::string> scenarios) {
    std::vector<std::string> names;
    const TrialOptions options{.scenarios = std::move(scenarios), .program = {"mine"}};
    for (const Trial& trial : select_trials(options, {{.name = "mine"}})) {
      names.push_back(trial.scenario.name);
    }
    return names;
  };
  EXPECT_THAT(selected({"no-server"}), ::testing::IsEmpty());
  EXPECT_THAT(selected({"no-server", "refused"}), ::testing::ElementsAre("refused"));
  EXPECT_THAT(selected({"no-server/refused"}), ::testing::ElementsAre("refused"));
  EXPECT_THAT(selected({"slow"}), ::testing::Not(::testing::Contains("never-accepts")));
  EXPECT_THAT(selected({"slow"}), ::testing::Contains("stall"));
  EXPECT_THAT(selected({"http2"}), ::testing::IsEmpty());
}

TEST(Selection, LeavesNobodyOutWhereNobodyIsToBeCompared) {
  EXPECT_THAT(select_trials({.scenarios = {"plain"}}, {{.name = "aside", .compared = false}}),
              ElementsAre(client("aside")));
}

}  // namespace
}  // namespace leakproof
