// SPDX-License-Identifier: MIT
#include "runtimes/jvm/source_file.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "posix/processes.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

/// A folder with projects, and a process whose command line is that of a JVM.
class SourceFileTest : public ::testing::Test {
 protected:
  ~SourceFileTest() override {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    fs::remove_all(folder_);
  }

  fs::path make(const fs::path& file) {
    const fs::path path = folder_ / file;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << "class\n";
    return path;
  }

  // `sh -c "read x" java …` waits, and has these words in its command line.
  std::string found_by(std::vector<std::string> words, const Place& place) {
    words.insert(words.begin(), {"sh", "-c", "read x", "java"});
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int input[2];
    if (::pipe(input) != 0) return "no pipe";
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(input[0], 0);
      if (::chdir(folder_.c_str()) == 0) ::execv("/bin/sh", arguments.data());
      ::_exit(1);
    }
    while (command_words(pid_) != words) ::usleep(1000);
    const std::string path = source_file(pid_, place);
    ::close(input[0]);
    ::close(input[1]);
    return path;
  }

  const fs::path folder_ =
      fs::canonical(fs::temp_directory_path()) / ("source_file_test." + std::to_string(::getpid()));

 private:
  pid_t pid_ = 0;
};

TEST_F(SourceFileTest, IsBesideTheClass) {
  const fs::path path = make("out/Main.java");
  EXPECT_EQ(
      found_by({"-cp", "lib/a.jar:out", "Main"}, {.function = "Main.get", .file = "Main.java"}),
      path);
}

TEST_F(SourceFileTest, IsFoundByItsPackageInAProjectOfMaven) {
  const fs::path path = make("app/src/main/java/com/acme/Main.java");
  make("app/src/main/java/com/other/Main.java");
  EXPECT_EQ(found_by({"-classpath", (folder_ / "app/target/classes").string(), "com.acme.Main"},
                     {.function = "com.acme.Main.get", .file = "Main.java"}),
            path);
}

TEST_F(SourceFileTest, IsFoundFromAJarOfGradle) {
  const fs::path path = make("app/src/main/java/com/acme/Main.java");
  EXPECT_EQ(found_by({"-jar", "app/build/libs/app.jar"},
                     {.function = "com.acme.Main$Inner.get", .file = "Main.java"}),
            path);
}

TEST_F(SourceFileTest, IsEmptyWhereItIsNot) {
  make("com/acme/Other.java");
  EXPECT_EQ(found_by({"com.acme.Main"}, {.function = "com.acme.Main.get", .file = "Main.java"}),
            "");
}

TEST_F(SourceFileTest, IsNotAnotherOfItsNameInAFolderAbove) {
  make("a/Main.java");
  EXPECT_EQ(found_by({"-cp", "a/b/c", "Main"}, {.function = "Main.get", .file = "Main.java"}), "");
}

TEST(SourceFile, OfAProcessThatHasGoneIsEmpty) {
  EXPECT_EQ(source_file(-1, {.function = "Main.get", .file = "Main.java"}), "");
}

}  // namespace
}  // namespace leakproof
