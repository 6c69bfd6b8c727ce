// SPDX-License-Identifier: MIT
#include "symbols/source_line.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace leakproof {
namespace {

namespace fs = std::filesystem;

class SourceLine : public ::testing::Test {
 protected:
  SourceLine() { fs::create_directories(folder_); }
  ~SourceLine() override { fs::remove_all(folder_); }

  std::string write(const std::string& text) const {
    const std::string path = folder_ / "main.py";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  const fs::path folder_ = fs::temp_directory_path() / ("source" + std::to_string(::getpid()));
};

TEST_F(SourceLine, IsTheTextOfTheLine) {
  const std::string file = write("import httpx\n\n\tkept.append(reply)  \r\nlast");
  EXPECT_EQ(source_line(file, 1), "import httpx");
  EXPECT_EQ(source_line(file, 2), "");
  EXPECT_EQ(source_line(file, 3), "kept.append(reply)");
  EXPECT_EQ(source_line(file, 4), "last");
  EXPECT_EQ(source_line(file, 5), "");
  EXPECT_EQ(source_line(file, 0), "");
}

TEST_F(SourceLine, IsTheOneInAFunctionThatCallsAnother) {
  const std::string file = write(
      "async function fetch(path) {\n"
      "  // Agents(path) is another name, and Agent a word\n"
      "  const agent = new http.Agent({\n"
      "  });\n"
      "}\n"
      "other(1);\n");
  EXPECT_EQ(line_of_call(file, 1, "Agent", ""), 3);
  EXPECT_EQ(line_of_call(file, 1, "fetch", ""), 1);
  EXPECT_EQ(line_of_call(file, 1, "other", ""), 1) << "beyond the end of the function";
  EXPECT_EQ(line_of_call(file, 6, "other", ""), 6);
  EXPECT_EQ(line_of_call(file, 1, "", ""), 1);
  EXPECT_EQ(line_of_call(file, 0, "Agent", ""), 0);
  EXPECT_EQ(line_of_call(file, 99, "Agent", ""), 99);
  EXPECT_EQ(line_of_call("/none.js", 7, "other", ""), 7);
}

TEST_F(SourceLine, IsTheOneThatUsesThePackageWhoseFunctionHasAnotherNameHere) {
  const std::string file = write(
      "const needle = require('needle');\n"
      "import pTimeout, {TimeoutError as Late} from \"@scope/p-timeout\";\n"
      "async function fetch(path) {\n"
      "  const needles = 1;\n"
      "  const reply = await needle('get', path);\n"
      "  return pTimeout(reply);\n"
      "}\n");
  EXPECT_EQ(line_of_call(file, 3, "exports", "/app/node_modules/needle/lib/needle.js"), 5);
  EXPECT_EQ(line_of_call(file, 3, "exports", "/app/node_modules/@scope/p-timeout/index.js"), 6);
  EXPECT_EQ(line_of_call(file, 3, "exports", "/app/node_modules/got/index.js"), 3);
  EXPECT_EQ(line_of_call(file, 3, "exports", "/app/lib.js"), 3);
}

TEST_F(SourceLine, IsCutWhereItIsLong) {
  EXPECT_EQ(source_line(write(std::string(1000, 'x')), 1), std::string(160, 'x'));
}

TEST_F(SourceLine, IsEmptyWhereThereIsNoSuchFile) {
  EXPECT_EQ(source_line("", 1), "");
  EXPECT_EQ(source_line(folder_.string(), 1), "");
  EXPECT_EQ(source_line((folder_ / "none.py").string(), 1), "");
  EXPECT_EQ(source_line("/dev/zero", 1), "");
}

TEST_F(SourceLine, IsNotWaitedForInAPipe) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(source_line(pipe, 1), "");
}

TEST_F(SourceLine, IsEmptyInAFileThatIsNoSource) {
  const std::string file = write("first\n");
  fs::resize_file(file, 5'000'000);
  EXPECT_EQ(source_line(file, 1), "");
}

}  // namespace
}  // namespace leakproof
