// SPDX-License-Identifier: MIT
#include "commands/merge/input_files.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "model/usage_error.hpp"

namespace leakproof::commands {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A temporary folder with b.json, a.json and notes.txt.
class InputFiles : public ::testing::Test {
 protected:
  InputFiles() {
    std::filesystem::create_directories(folder_ + "/empty");
    for (const char* name : {"b.json", "a.json", "notes.txt"}) std::ofstream(file(name)) << name;
  }
  ~InputFiles() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_ = ::testing::TempDir() + "/input_files_test_" + std::to_string(::getpid());
};

TEST_F(InputFiles, OfAFolderAreItsResultsByName) {
  EXPECT_THAT(input_files({folder_}, {}), ElementsAre(file("a.json"), file("b.json")));
}

TEST_F(InputFiles, KeepTheOrderInWhichTheyAreGiven) {
  EXPECT_THAT(input_files({file("notes.txt"), file("b.json"), file("a.json")}, {}),
              ElementsAre(file("notes.txt"), file("b.json"), file("a.json")));
}

TEST_F(InputFiles, LeaveOutTheReportThatIsAboutToBeWritten) {
  EXPECT_THAT(input_files({folder_}, {{"json", folder_ + "/empty/../b.json"}}),
              ElementsAre(file("a.json")));
}

TEST_F(InputFiles, AreMissedInAFolderWithoutResults) {
  EXPECT_THAT([&] { input_files({file("empty")}, {}); },
              ThrowsMessage<UsageError>(HasSubstr("contains no results files")));
}

}  // namespace
}  // namespace leakproof::commands
