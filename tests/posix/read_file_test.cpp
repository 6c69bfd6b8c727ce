// SPDX-License-Identifier: MIT
#include "posix/read_file.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace leakproof {
namespace {

using ::testing::ThrowsMessage;

TEST(ReadFile, ReadsAllOfIt) {
  const std::string path = ::testing::TempDir() + "read_file_test_" + std::to_string(::getpid());
  const std::string text(200'000, 'x');
  std::ofstream(path) << text;
  EXPECT_EQ(read_file(path, text.size()), text);
  EXPECT_THROW(read_file(path, text.size() - 1), std::runtime_error);
  std::filesystem::remove(path);
  EXPECT_EQ(read_file("/dev/null", 0), "");
}

TEST(ReadFile, SaysWhyItCannot) {
  EXPECT_THAT([] { read_file("/no/such/file", 10); },
              ThrowsMessage<std::runtime_error>("No such file or directory"));
  EXPECT_THAT([] { read_file("/proc", 10); }, ThrowsMessage<std::runtime_error>("Is a directory"));
}

TEST(ReadFile, EndsWhereAFileDoesNot) {
  EXPECT_THAT([] { read_file("/dev/zero", 2 << 20); },
              ThrowsMessage<std::runtime_error>("it is larger than 2 MiB"));
}

}  // namespace
}  // namespace leakproof
