// SPDX-License-Identifier: MIT
// Real Go programs, built by the versions that are installed: go, and Debian's under /usr/lib.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "acceptance/judge_program.hpp"
#include "acceptance/line_of.hpp"
#include "posix/process.hpp"
#include "posix/process_memory.hpp"
#include "runtimes/go/attached_go.hpp"
#include "runtimes/go/executable.hpp"
#include "runtimes/go/layout.hpp"

namespace leakproof {
namespace {

using testing::exit_code_of;
using testing::is_installed;
using testing::judge;
using testing::line_of;
using testing::read_until;
using testing::run_program;
using testing::Seen;

constexpr std::chrono::seconds long_enough(60);
// Nothing is downloaded.
const std::vector<std::string> environment{"GOTOOLCHAIN=local", "GO111MODULE=off", "GOPROXY=off",
                                           "GOFLAGS="};

std::vector<std::string> compilers() {
  std::vector<std::string> all;
  if (is_installed("go")) all.emplace_back("go");
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib", ignored)) {
    const std::string compiler = entry.path().string() + "/bin/go";
    if (entry.path().filename().string().starts_with("go-") && std::filesystem::exists(compiler)) {
      all.push_back(compiler);
    }
  }
  return all;
}

/// A program that is removed afterwards.
class Built {
 public:
  Built(const std::string& compiler, const std::string& source,
        const std::vector<std::string>& flags = {}) {
    std::vector<std::string> words{compiler, "build", "-o", program};
    words.insert(words.end(), flags.begin(), flags.end());
    words.push_back(source);
    const testing::Ended built = run_program(words, environment);
    EXPECT_EQ(built.exit_code, 0) << built.errors;
  }
  ~Built() { std::remove(program.c_str()); }
  Built(const Built&) = delete;
  Built& operator=(const Built&) = delete;

  const std::string program = ::testing::TempDir() + "/built-" + std::to_string(::getpid());
};

const std::string program_that_keeps = PROGRAMS "/keeps.go";

/// Runs it; it keeps an object for each line of its input.
class Running {
 public:
  explicit Running(const std::string& program)
      : process({.words = {program}, .environment = testing::environment_with()}) {
    keep();
  }

  void keep() {
    ASSERT_EQ(::write(process.input(), "\n", 1), 1);
    EXPECT_EQ(read_until(process.output(), "\n"), "kept\n");
  }

  Process process;
};

TEST(Go, HasTheLayoutThatIsKnownOfItsVersion) {
  const std::vector<std::string> all = compilers();
  if (all.empty()) GTEST_SKIP() << "not installed: apt install golang-go";
  for (const std::string& compiler : all) {
    const Built built(compiler, program_that_keeps);
    const Running running(built.program);
    const auto layout = go::Executable(running.process.pid()).layout();
    ASSERT_TRUE(layout) << compiler;
    std::string version = run_program({compiler, "env", "GOVERSION"}, environment).output;
    version.pop_back();
    EXPECT_EQ(go::layout_of_version(version), layout) << version;
  }
}

/// The variables that leakproof writes.
std::vector<std::optional<std::int64_t>> written(pid_t pid) {
  const go::Executable executable(pid);
  const go::Layout layout = executable.layout().value();
  const ProcessMemory memory(pid);
  const auto at = [&](const char* name, std::uint32_t offset = 0) {
    return executable.variable(name).value() + offset;
  };
  return {memory.value<std::int64_t>(at("runtime.forcegcperiod")),
          memory.value<std::int64_t>(at("runtime.MemProfileRate")),
          memory.value<std::int32_t>(at("runtime.debug", layout.debug_schedtrace)),
          memory.value<std::int32_t>(at("runtime.debug", layout.debug_tracebackancestors))};
}

TEST(Go, GetsBackWhatWasWrittenAndRunsOn) {
  const std::vector<std::string> all = compilers();
  if (all.empty()) GTEST_SKIP() << "not installed: apt install golang-go";
  for (const std::string& compiler : all) {
    const Built built(compiler, program_that_keeps);
    Running running(built.program);
    const pid_t pid = running.process.pid();
    const auto originals = written(pid);
    auto [collector, obstacle] = AttachedGo::attach(pid, long_enough);
    ASSERT_NE(collector, nullptr) << compiler << ": " << obstacle;
    for (int i = 0; i < 2; ++i) {
      ASSERT_TRUE(collector->settle(long_enough)) << compiler;
      running.keep();
    }
    collector->explain(long_enough);
    running.keep();
    const auto explanation = collector->explain(long_enough);
    ASSERT_TRUE(explanation) << compiler;
    const auto is_line_that_keeps =
        [line = line_of(program_that_keeps, "LEAK")](const Holding& holding) {
          return holding.stack.front().line == line && holding.bytes >= 200;
        };
    EXPECT_TRUE(std::ranges::any_of(explanation->holdings, is_line_that_keeps)) << compiler;
    EXPECT_NE(written(pid), originals) << compiler;
    collector.reset();
    EXPECT_EQ(written(pid), originals) << compiler;
    running.keep();
    running.process.close_input();
    EXPECT_EQ(exit_code_of(running.process), 0) << compiler;
  }
}

TEST(Go, ThatKeepsIsOwnedByTheLineThatKeeps) {
  if (!is_installed("go")) GTEST_SKIP() << "not installed: apt install golang-go";
  const std::string source = SOURCES "/tests/acceptance/classics/go/loop.go";
  const Built built("go", source);
  const Seen seen = judge({"--horizon", "300"}, {built.program, "{url}", "keep200"});
  ASSERT_EQ(seen.trial["ruling"], "leaks") << seen.ended.output;
  const auto& top = seen.trial["owners"].at(0);
  EXPECT_EQ(top["source"], "go-profile");
  const auto& yours = top["stack"].at(top["yours"].get<std::size_t>());
  EXPECT_EQ(yours["file"], source);
  EXPECT_EQ(yours["line"], line_of(source, "// LEAK"));
  EXPECT_NEAR(seen.finding("go_heap")["per_fetch"].get<double>(), 237, 40);
}

// What is not observable is said, with what to do about it.
TEST(Go, WithoutSymbolsIsNotCollected) {
  if (!is_installed("go")) GTEST_SKIP() << "not installed: apt install golang-go";
  const Built built("go", SOURCES "/tests/acceptance/classics/go/loop.go", {"-ldflags=-s"});
  const Seen seen = judge({"--horizon", "60"}, {built.program, "{url}"});
  EXPECT_EQ(seen.trial["uncollected"], "Go") << seen.ended.output;
  EXPECT_THAT(seen.ended.output, ::testing::HasSubstr("build it without -s"));
}

}  // namespace
}  // namespace leakproof
