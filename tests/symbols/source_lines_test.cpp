// SPDX-License-Identifier: MIT
#include "symbols/source_lines.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

class SourceLines : public ::testing::Test {
 protected:
  SourceLines() { fs::create_directories(folder_); }
  ~SourceLines() override { fs::remove_all(folder_); }

  std::string write(const std::string& text) const {
    const std::string path = folder_ / "main.py";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  const fs::path folder_ = fs::temp_directory_path() / ("source" + std::to_string(::getpid()));
};

TEST_F(SourceLines, AreThoseOfTheFile) {
  EXPECT_THAT(source_lines(::getpid(), write("import httpx\n\n  kept.append(reply)\nlast")),
              ElementsAre("import httpx", "", "  kept.append(reply)", "last"));
}

TEST_F(SourceLines, AreNoneWhereThereIsNoSuchFile) {
  EXPECT_THAT(source_lines(::getpid(), ""), IsEmpty());
  EXPECT_THAT(source_lines(::getpid(), folder_), IsEmpty());
  EXPECT_THAT(source_lines(::getpid(), folder_ / "none.py"), IsEmpty());
  EXPECT_THAT(source_lines(::getpid(), "main.py"), IsEmpty());
  EXPECT_THAT(source_lines(::getpid(), "/dev/zero"), IsEmpty());
  EXPECT_THAT(source_lines(0, write("import httpx")), IsEmpty()) << "the process has gone";
}

TEST_F(SourceLines, AreNotWaitedForInAPipe) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(source_lines(::getpid(), pipe), IsEmpty());
}

TEST_F(SourceLines, AreNotThoseOfALargeFile) {
  const std::string file = write("first\n");
  fs::resize_file(file, 5'000'000);
  EXPECT_THAT(source_lines(::getpid(), file), IsEmpty());
}

// A worker names the files, and may have fewer rights.
TEST_F(SourceLines, AreNotThoseOfASecretOfAnotherUser) {
  if (::getuid() != 0) GTEST_SKIP() << "needs root, which may give a file to another user";
  const std::string file = write("password\n");
  constexpr uid_t another = 65534;
  ASSERT_EQ(::chown(file.c_str(), another, another), 0);
  EXPECT_THAT(source_lines(::getpid(), file), ElementsAre("password"));
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  EXPECT_THAT(source_lines(::getpid(), file), IsEmpty());
}

}  // namespace
}  // namespace leakproof
