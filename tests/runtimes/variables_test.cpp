// SPDX-License-Identifier: MIT
// Tests the variables that runtimes add to a worker's environment, together with the
// user's.
#include "posix/variables.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "entry.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using testing::entry;
using ::testing::IsEmpty;

using Environment = std::vector<std::string>;

Environment with(std::string_view runtime, const WorkerSetup& setup, Environment environment) {
  for (const Variable& variable : entry(runtime).variables(setup)) set(environment, variable);
  return environment;
}

TEST(Variables, PutAgentsBeforeWhatTheUserHas) {
  const WorkerSetup setup{.agents = "/lib/runtimes"};
  EXPECT_THAT(with("V8", setup, {"NODE_OPTIONS=--title=mine"}),
              ElementsAre("NODE_OPTIONS=--require \"/lib/runtimes/v8/node.js\" --title=mine"));
  EXPECT_THAT(with("CPython", setup, {"PYTHONPATH=/home/me:/srv"}),
              ElementsAre("PYTHONPATH=/lib/runtimes/cpython:/home/me:/srv"));
}

TEST(Variables, NameAgentsThatExist) {
  const WorkerSetup setup{.agents = RUNTIMES};
  EXPECT_THAT(with("V8", setup, {}),
              ElementsAre("NODE_OPTIONS=--require \"" RUNTIMES "/v8/node.js\""));
  EXPECT_TRUE(std::filesystem::is_regular_file(RUNTIMES "/v8/node.js"));
  EXPECT_THAT(with("CPython", setup, {}), ElementsAre("PYTHONPATH=" RUNTIMES "/cpython"));
  EXPECT_TRUE(std::filesystem::is_regular_file(RUNTIMES "/cpython/sitecustomize.py"));
}

TEST(Variables, BringAllocationsToMalloc) {
  EXPECT_THAT(with("CPython", {.counts_malloc = true}, {"PYTHONMALLOC=debug"}),
              ElementsAre("PYTHONMALLOC=malloc"));
}

TEST(Variables, NameTheAuthorityToTrust) {
  const WorkerSetup setup{.authority = "/tmp/ca.pem"};
  EXPECT_THAT(with("V8", setup, {}), ElementsAre("NODE_EXTRA_CA_CERTS=/tmp/ca.pem"));
  EXPECT_THAT(with("CPython", setup, {}), ElementsAre("REQUESTS_CA_BUNDLE=/tmp/ca.pem"));
}

TEST(Variables, AreOnlyThoseThatAreAskedFor) {
  for (const RuntimeEntry& runtime : runtimes::catalogue()) {
    if (runtime.variables == nullptr) continue;
    EXPECT_THAT(runtime.variables({}), IsEmpty()) << runtime.name;
  }
}

}  // namespace
}  // namespace leakproof
