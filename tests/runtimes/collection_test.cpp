// SPDX-License-Identifier: MIT
#include "runtimes/collection/collection.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "fake_agent.hpp"

namespace leakproof {
namespace {

using testing::FakeAgent;
using ::testing::IsEmpty;

constexpr std::chrono::seconds at_most(30);

class Attached final : public Collector {
 public:
  std::optional<std::vector<Reported>> settle(std::chrono::milliseconds) override {
    return std::vector<Reported>{{.name = "attached_heap", .value = 1}};
  }
};

Attachment attaches(pid_t, std::chrono::milliseconds) {
  return {.collector = std::make_unique<Attached>()};
}
Attachment refuses(pid_t, std::chrono::milliseconds) { return {}; }
Attachment never_attaches(pid_t, std::chrono::milliseconds) {
  return {.obstacle = "it has no symbols"};
}

std::vector<Variable> no_variables(const WorkerSetup&) { return {}; }

class CollectionOf : public ::testing::Test {
 protected:
  runtimes::Collection collect(const std::vector<RuntimeEntry>& recognised) {
    return runtimes::collection_of(::getpid(), recognised, &agents_, at_most);
  }

  AgentServer agents_;
  const RuntimeEntry frees_at_once_{.name = "at once", .needs_collection = false};
  const RuntimeEntry only_recognised_{.name = "recognised"};
  const RuntimeEntry attachable_{.name = "attachable", .attach = attaches};
  const RuntimeEntry refusing_{.name = "refusing", .attach = refuses};
};

TEST_F(CollectionOf, NativeProgramIsNotNeeded) {
  const auto [collector, uncollected, obstacle, later] = collect({});
  EXPECT_THAT(uncollected, IsEmpty());
  EXPECT_THAT(collector->settle(at_most).value(), IsEmpty());
  EXPECT_FALSE(collector->explain(at_most));
}

TEST_F(CollectionOf, RuntimeThatCanBeAttachedToIsDoneByIt) {
  const FakeAgent agent(agents_.address());
  const auto [collector, uncollected, obstacle, later] =
      collect({only_recognised_, refusing_, attachable_});
  EXPECT_EQ(collector->settle(at_most).value().at(0).name, "attached_heap");
  EXPECT_THAT(uncollected, IsEmpty());
  EXPECT_THAT(agent.heard(), IsEmpty());
}

TEST_F(CollectionOf, RuntimeThatCannotBeAttachedToIsDoneByItsAgent) {
  const FakeAgent agent(agents_.address());
  const auto [collector, uncollected, obstacle, later] = collect({refusing_});
  EXPECT_THAT(uncollected, IsEmpty());
  agent.send("settled js_heap=5\n");
  EXPECT_EQ(collector->settle(at_most).value().at(0).value, 5);
  agent.send("explains tracemalloc 0\n");
  EXPECT_EQ(collector->explain(at_most).value().source, "tracemalloc");
}

TEST_F(CollectionOf, RuntimeThatHasAWayMayBeCollectedLater) {
  EXPECT_TRUE(collect({refusing_}).may_come_later);
  EXPECT_TRUE(collect({{.name = "agent", .variables = no_variables}}).may_come_later);
  EXPECT_FALSE(collect({only_recognised_}).may_come_later);
  EXPECT_FALSE(collect({frees_at_once_}).may_come_later);
  EXPECT_FALSE(collect({attachable_}).may_come_later);
  EXPECT_FALSE(runtimes::collection_of(::getpid(), {{refusing_}}, nullptr, at_most).may_come_later);
}

TEST_F(CollectionOf, RuntimeWithoutEitherIsMissed) {
  EXPECT_EQ(collect({refusing_}).uncollected, "refusing");
  EXPECT_EQ(collect({frees_at_once_, only_recognised_}).uncollected, "recognised");
  EXPECT_THAT(collect({frees_at_once_}).uncollected, IsEmpty());
}

TEST_F(CollectionOf, RuntimeThatWillNeverAttachSaysWhy) {
  const auto [collector, uncollected, obstacle, later] =
      collect({{.name = "stripped", .attach = never_attaches}});
  EXPECT_EQ(uncollected, "stripped");
  EXPECT_EQ(obstacle, "it has no symbols");
  EXPECT_FALSE(later) << "it will not change";
  const FakeAgent agent(agents_.address());
  EXPECT_THAT(collect({{.name = "agent", .attach = never_attaches}}).obstacle, IsEmpty());
}

TEST_F(CollectionOf, LateAgentIsHadFromThenOn) {
  const auto collection = collect({frees_at_once_});
  EXPECT_THAT(collection.collector->settle(at_most).value(), IsEmpty());
  EXPECT_FALSE(collection.collector->explain(at_most));
  const FakeAgent agent(agents_.address());
  agent.send("explains tracemalloc 0\n");
  EXPECT_TRUE(collection.collector->explain(at_most));
  agent.send("settled js_heap=5\n");
  EXPECT_EQ(collection.collector->settle(at_most).value().at(0).value, 5);
}

TEST_F(CollectionOf, NothingIsDoneWithoutAServerForAgents) {
  const std::vector recognised{attachable_};
  const auto [collector, uncollected, obstacle, later] =
      runtimes::collection_of(::getpid(), recognised, nullptr, at_most);
  EXPECT_EQ(collector, nullptr);
  EXPECT_EQ(uncollected, "attachable");
}

}  // namespace
}  // namespace leakproof
