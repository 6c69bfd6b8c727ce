// SPDX-License-Identifier: MIT
// Tests what is written where something that is written to is closed, full or lost.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "support/run_program.hpp"

namespace leakproof {
namespace {

using testing::Ended;
using ::testing::HasSubstr;
using testing::run_program;

Ended shell_command(const std::string& script) { return run_program({"sh", "-c", script}); }

// A report would otherwise get the number of a closed descriptor, and what is printed with it.
TEST(LostOutputs, OfClosedDescriptorsKeepOutOfTheReports) {
  const std::string file = ::testing::TempDir() + "/closed-" + std::to_string(::getpid()) + ".json";
  for (const char* closed : {">&-", "<&- >&-", "<&- 2>&-", "<&- >&- 2>&-"}) {
    shell_command(std::string(LEAKPROOF) +
                  " run scoped --on plain --horizon 60 --no-controls --json " + file + " " +
                  closed);
    std::ifstream stream(file);
    EXPECT_TRUE(nlohmann::json::accept(stream)) << closed;
    std::filesystem::remove(file);
  }
}

TEST(LostOutputs, FailARun) {
  const Ended full = shell_command(std::string(LEAKPROOF) + " list > /dev/full");
  EXPECT_EQ(full.exit_code, 3);
  EXPECT_THAT(full.errors, HasSubstr("No space left on device"));
}

TEST(LostOutputs, LeaveTheOthersWhole) {
  const std::string folder = ::testing::TempDir() + "/lost-" + std::to_string(::getpid());
  std::filesystem::create_directory(folder);
  const Ended ended = shell_command(std::string(LEAKPROOF) +
                                    " run scoped --on plain --horizon 60 --no-controls --junit " +
                                    folder + "/r.xml --json " + folder + "/r.json > /dev/full");
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.errors, HasSubstr("not all could be written to standard output"));
  std::ifstream json(folder + "/r.json");
  EXPECT_TRUE(nlohmann::json::parse(json)["finished"]);
  std::ifstream junit(folder + "/r.xml");
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(junit), {}), HasSubstr("</testsuite>"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace leakproof
