// SPDX-License-Identifier: MIT
#include "environment/worker_list.hpp"

#include <gmock/gmock.h>

#include <leakproof/client.hpp>
#include <stdexcept>

#include "model/listed_client.hpp"

namespace leakproof {
namespace {

// The clients listed by a worker that prints `answer`.
std::vector<ListedClient> listed(const std::string& answer) {
  return list_clients({"/bin/sh", "-c", "printf '" + answer + "'"});
}

TEST(WorkerList, TakesThreeColumns) {
  const auto clients = listed("one\\tleaks-on-failure\\twhat it does\\nother\\tclean\\t\\n");
  ASSERT_EQ(clients.size(), 2U);
  EXPECT_EQ(clients[0].name, "one");
  EXPECT_EQ(clients[0].expect, Expectation::leaks_on_failure);
  EXPECT_EQ(clients[0].leaks_on, "");
  EXPECT_EQ(clients[0].about, "what it does");
  EXPECT_TRUE(clients[0].compared);
  EXPECT_EQ(clients[1].name, "other");
}

TEST(WorkerList, TakesWhatElseAClientLeaksOn) {
  const auto clients = listed("one\\tclean+uploads,plain\\twhat it does\\n");
  ASSERT_EQ(clients.size(), 1U);
  EXPECT_EQ(clients[0].expect, Expectation::clean);
  EXPECT_EQ(clients[0].leaks_on, "uploads,plain");
}

TEST(WorkerList, LeavesOutOfTheComparisonWhatSaysSo) {
  const auto clients = listed("one\\tclean\\twhat it does\\tby-name\\n");
  ASSERT_EQ(clients.size(), 1U);
  EXPECT_EQ(clients[0].about, "what it does");
  EXPECT_FALSE(clients[0].compared);
}

TEST(WorkerList, RefusesWhatIsNone) {
  EXPECT_THROW(listed(""), std::runtime_error);
  EXPECT_THROW(listed("Usage: worker URL\\n"), std::runtime_error);
  EXPECT_THROW(listed("one\\tdirty\\twhat it does\\n"), std::runtime_error);
}

}  // namespace
}  // namespace leakproof
