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

TEST(Variables, LoadRubysAgentFromAnyFolder) {
  EXPECT_THAT(with("Ruby", {.agents = "/lib/runtimes"}, {"RUBYOPT=-w"}),
              ElementsAre("RUBYOPT=-r/lib/runtimes/ruby/leakproof_agent.rb -w"));
  EXPECT_THAT(with("Ruby", {.agents = "/my lib/runtimes"}, {"RUBYLIB=/srv"}),
              ElementsAre("RUBYLIB=/my lib/runtimes/ruby:/srv", "RUBYOPT=-rleakproof_agent"));
  EXPECT_TRUE(std::filesystem::is_regular_file(RUNTIMES "/ruby/leakproof_agent.rb"));
  EXPECT_TRUE(std::filesystem::is_regular_file(RUNTIMES "/ruby/leakproof_ruby.so"));
}

TEST(Variables, PreloadPhpsAgentBesideTheInterposer) {
  const std::vector<std::string> environment{"LD_PRELOAD=libheap.so"};
  EXPECT_THAT(
      with("PHP", {.agents = RUNTIMES, .counts_malloc = true}, environment),
      ElementsAre("USE_ZEND_ALLOC=0", "LD_PRELOAD=" RUNTIMES "/php/leakproof_php.so:libheap.so"));
  EXPECT_TRUE(std::filesystem::is_regular_file(RUNTIMES "/php/leakproof_php.so"));
  EXPECT_EQ(with("PHP", {.agents = RUNTIMES}, environment), environment);
}

TEST(Variables, PreloadNothingThatTheLoaderCannotFind) {
  for (const char* const folder : {"/my lib", "/a:b"}) {
    EXPECT_THAT(with("PHP", {.agents = folder, .counts_malloc = true}, {}),
                ElementsAre("USE_ZEND_ALLOC=0"));
  }
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
  EXPECT_THAT(with("PHP", {.counts_malloc = true}, {"USE_ZEND_ALLOC=1"}),
              ElementsAre("USE_ZEND_ALLOC=0"));
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
