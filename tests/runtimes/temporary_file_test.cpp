// SPDX-License-Identifier: MIT
#include "runtimes/jvm/temporary_file.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "posix/process.hpp"
#include "runtimes/jvm/attach_socket.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

TEST(TemporaryFile, IsReadByTheJvm) {
  const std::string path = "/tmp/.leakproof_test_" + std::to_string(::getpid());
  std::ofstream(path) << "of a process that had this number";
  {
    const TemporaryFile file(::getpid(), "test");
    EXPECT_EQ(file.path_in_jvm(), path);
    EXPECT_FALSE(fs::exists(path));
    EXPECT_TRUE(file.write("settings"));
    EXPECT_FALSE(file.write("again"));
    std::ifstream read(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(read), {}), "settings");
    const auto permissions = fs::status(path).permissions();
    EXPECT_NE(permissions & fs::perms::others_read, fs::perms::none) << "it may be another user's";
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TemporaryFile, IsRemovedAfterTheJvmHasGone) {
  Process jvm({.words = {"/bin/sh", "-c", "read end"}});
  const std::string number = std::to_string(jvm.pid());
  const fs::path folder = "/tmp/.leakproof_test_" + number;
  const fs::path socket = "/tmp/.java_pid" + number;
  {
    const TemporaryFile file(jvm.pid(), "test");
    const AttachSocket attached(jvm.pid());
    fs::create_directories(folder / "2026_11_30");
    std::ofstream{folder / "starts.jfr"}.put('x');
    std::ofstream{socket}.put('x');
    jvm.end();
  }
  EXPECT_FALSE(fs::exists(folder));
  EXPECT_FALSE(fs::exists(socket));
}

TEST(TemporaryFile, OfNoProcessIsNotWritten) {
  EXPECT_FALSE(TemporaryFile(-1, "test").write("settings"));
}

}  // namespace
}  // namespace leakproof
