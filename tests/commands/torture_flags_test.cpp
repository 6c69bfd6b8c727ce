// SPDX-License-Identifier: MIT
#include "commands/torture/torture_flags.hpp"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>

namespace leakproof::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TortureOptions parsed(const std::string& arguments) {
  CLI::App command;
  TortureOptions options;
  add_torture_options(command, options);
  command.parse(arguments);
  return options;
}

TEST(TortureFlags, HaveDefaults) {
  const TortureOptions options = parsed("");
  EXPECT_THAT(options.clients, IsEmpty());
  EXPECT_THAT(options.scenarios, ElementsAre("plain"));
  EXPECT_EQ(options.worker_timeout_seconds, 5);
  EXPECT_EQ(options.max_calls, 10'000);
  EXPECT_EQ(options.seconds, 120);
  EXPECT_FALSE(options.system_calls);
}

TEST(TortureFlags, GiveEachValue) {
  const TortureOptions options = parsed(
      "scoped pooled --on tls,upload --worker mine --syscalls --fail-at 3 --consecutive 2 "
      "--max-calls 70 --max-time 1.5 --worker-timeout 0.25");
  EXPECT_THAT(options.clients, ElementsAre("scoped", "pooled"));
  EXPECT_THAT(options.scenarios, ElementsAre("tls", "upload"));
  EXPECT_EQ(options.worker, "mine");
  EXPECT_TRUE(options.system_calls);
  EXPECT_EQ(options.fail_at, 3);
  EXPECT_EQ(options.consecutive, 2);
  EXPECT_EQ(options.max_calls, 70);
  EXPECT_EQ(options.seconds, 1.5);
  EXPECT_EQ(options.worker_timeout_seconds, 0.25);
}

}  // namespace
}  // namespace leakproof::commands
