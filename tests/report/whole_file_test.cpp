// SPDX-License-Identifier: MIT
#include "report/whole_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace leakproof::report {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class WholeFileTest : public ::testing::Test {
 protected:
  WholeFileTest() { fs::create_directory(folder_); }
  ~WholeFileTest() override { fs::remove_all(folder_); }

  fs::path in_folder(const std::string& name) const { return folder_ / name; }

  static std::string text_in(const fs::path& path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  fs::path folder_ = fs::path(::testing::TempDir()) / ("whole_file_" + std::to_string(::getpid()));
};

TEST_F(WholeFileTest, ReplacesAFileAndLeavesNothingElse) {
  const fs::path path = in_folder("r");
  std::ofstream(path) << "a longer text than the new one";
  const std::ifstream opened_before(path);
  write_whole(path, "new");
  EXPECT_EQ(text_in(path), "new");
  std::ostringstream before;
  before << opened_before.rdbuf();
  EXPECT_EQ(before.str(), "a longer text than the new one") << "it was overwritten";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

TEST_F(WholeFileTest, FollowsLinks) {
  fs::create_directory(in_folder("there"));
  fs::create_symlink("there/r", in_folder("link"));
  fs::create_symlink("link", in_folder("link to it"));
  write_whole(in_folder("link to it"), "made");
  EXPECT_EQ(text_in(in_folder("there/r")), "made");
  write_whole(in_folder("link to it"), "replaced");
  EXPECT_EQ(text_in(in_folder("there/r")), "replaced");
  EXPECT_TRUE(fs::is_symlink(in_folder("link to it")));
  fs::create_symlink("itself", in_folder("itself"));
  EXPECT_THAT([&] { WholeFile(in_folder("itself"), [] { return ""; }); },
              ThrowsMessage<std::runtime_error>(HasSubstr("Too many levels of symbolic links")));
}

TEST_F(WholeFileTest, KeepsOwnerAndPermissions) {
  const fs::path path = in_folder("r");
  std::ofstream(path) << "old";
  if (::chown(path.c_str(), 65534, 65534) != 0) GTEST_SKIP() << "only root can give a file away";
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  write_whole(path, "new");
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_uid, 65534U);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
  EXPECT_EQ(text_in(path), "new");
}

TEST_F(WholeFileTest, MayHaveALongName) {
  const fs::path path = in_folder(std::string(250, 'x'));
  write_whole(path, "new");
  write_whole(path, "newer");
  EXPECT_EQ(text_in(path), "newer");
}

TEST_F(WholeFileTest, WritesNothingBeforeItIsSaved) {
  const fs::path path = in_folder("r");
  std::ofstream(path) << "old";
  WholeFile file(path, [] { return "new"; });
  file.changed();
  EXPECT_EQ(text_in(path), "old");
  file.save();
  EXPECT_EQ(text_in(path), "new");
}

}  // namespace
}  // namespace leakproof::report
