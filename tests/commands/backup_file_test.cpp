// SPDX-License-Identifier: MIT
#include "commands/run/backup_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace leakproof::commands {
namespace {

namespace fs = std::filesystem;

class BackupOfResults : public ::testing::Test {
 protected:
  BackupOfResults() { std::ofstream(file_) << "results"; }
  ~BackupOfResults() override {
    fs::remove(file_);
    fs::remove(before_);
  }

  std::string file_ = ::testing::TempDir() + "/backup_test_" + std::to_string(::getpid()) + ".json";
  std::string before_ = file_ + ".before";
};

TEST_F(BackupOfResults, KeepsAFileThatIsResumedAndWrittenUntilItIsRemoved) {
  const BackupFile backup({.resume = file_, .reports = {{"json", file_}}});
  EXPECT_FALSE(fs::exists(file_));
  EXPECT_TRUE(fs::exists(before_));
  backup.remove();
  EXPECT_FALSE(fs::exists(before_));
}

TEST_F(BackupOfResults, LeavesAFileThatIsOnlyResumed) {
  for (const RunOptions& options :
       {RunOptions{.resume = file_}, RunOptions{.resume = file_, .reports = {{"html", file_}}},
        RunOptions{.resume = file_, .reports = {{"json", "other.json"}}},
        RunOptions{.reports = {{"json", file_}}}}) {
    BackupFile(options).remove();
    EXPECT_TRUE(fs::exists(file_));
    EXPECT_FALSE(fs::exists(before_));
  }
}

}  // namespace
}  // namespace leakproof::commands
