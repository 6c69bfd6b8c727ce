// SPDX-License-Identifier: MIT
#include "attribution/source_code.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace leakproof {
namespace {

/// A file of source code that is removed at the end.
class SourceFile {
 public:
  explicit SourceFile(const std::string& text)
      : path_(::testing::TempDir() + "source_code_test." + std::to_string(::getpid())) {
    std::ofstream(path_) << text;
  }
  ~SourceFile() { std::filesystem::remove(path_); }
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;

  /// A line of the user's in it, with its text.
  Place line(int number) const {
    std::vector<Owner> owners(1);
    owners[0].stack = {{.function = "get", .file = path_, .line = number}};
    owners[0].yours = 0;
    add_code(::getpid(), owners);
    return owners[0].stack[0];
  }

 private:
  std::string path_;
};

TEST(SourceCode, IsShownWithItsNeighbours) {
  const SourceFile file("class Page:\n    @cached\n    def body(self):\n        return get()\n");
  EXPECT_EQ(file.line(3).code, "def body(self):");
  EXPECT_EQ(
      file.line(3).excerpt,
      "  1  class Page:\n  2      @cached\n> 3      def body(self):\n  4          return get()");
}

TEST(SourceCode, IsShownAtBothEndsOfAFile) {
  const SourceFile file("first\nlast");
  EXPECT_EQ(file.line(1).excerpt, "> 1  first\n  2  last");
  EXPECT_EQ(file.line(2).excerpt, "  1  first\n> 2  last");
}

TEST(SourceCode, AlignsTheNumbersOfLines) {
  const SourceFile file(std::string(8, '\n') + "a\nb\n");
  EXPECT_EQ(file.line(9).excerpt, "   4  \n   5  \n   6  \n   7  \n   8  \n>  9  a\n  10  b");
}

TEST(SourceCode, IsNotShownOfALineThatTheFileDoesNotHave) {
  const SourceFile file("only\n");
  EXPECT_EQ(file.line(3).excerpt, "");
  EXPECT_EQ(file.line(0).excerpt, "");
}

}  // namespace
}  // namespace leakproof
