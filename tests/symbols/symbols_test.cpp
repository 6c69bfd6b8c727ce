// SPDX-License-Identifier: MIT
#include "symbols/symbols.hpp"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace named {

[[gnu::noinline]] std::uintptr_t return_address() {
  return reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
}

// Both return an address within themselves. The code after the call prevents a tail call.
[[gnu::noinline]] std::uintptr_t function(int) {
  const auto address = return_address();
  asm volatile("");
  return address;
}

[[gnu::always_inline]] inline std::uintptr_t inlined() {
  const auto address = return_address();
  asm volatile("");
  return address;
}

[[gnu::noinline]] std::uintptr_t function_with_inlined() {
  const auto address = inlined();
  asm volatile("");
  return address;
}

std::uintptr_t in_file_of_build();
std::uintptr_t in_lost_file();

}  // namespace named

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

auto calls(const char* function) {
  return ::testing::AllOf(Field("function", &Frame::function, function),
                          Field("file", &Frame::file, EndsWith("symbols_test.cpp")),
                          Field("line", &Frame::line, ::testing::Gt(0)),
                          Field("module", &Frame::module, "symbols_tests"));
}

class OwnSymbols : public ::testing::Test {
 protected:
  Symbols symbols_{::getpid()};
};

TEST_F(OwnSymbols, NameAFunctionWithItsParametersFileAndLine) {
  EXPECT_THAT(symbols_.at(named::function(0)), ElementsAre(calls("named::function(int)")));
}

TEST_F(OwnSymbols, NameWhatWasInlinedAndWhereTo) {
#if defined(__clang__) && !defined(__OPTIMIZE__)
  GTEST_SKIP() << "clang then says that the call is the outer function's";
#endif
  const auto frames = symbols_.at(named::function_with_inlined());
  ASSERT_THAT(frames, SizeIs(2));
  EXPECT_THAT(frames[0].function, ::testing::HasSubstr("inlined"));
  EXPECT_THAT(frames[1], calls("named::function_with_inlined()"));
  EXPECT_LT(frames[0].line, frames[1].line);
}

// As a program that is compiled by `gcc main.c`.
TEST_F(OwnSymbols, FindAFileInTheFolderInWhichTheCompilerRan) {
  const std::string file = symbols_.at(named::in_file_of_build()).front().file;
  EXPECT_THAT(file, ::testing::MatchesRegex("/.*/cmake_install.cmake"));
  EXPECT_TRUE(std::filesystem::exists(file)) << file;
  EXPECT_THAT(symbols_.at(named::in_lost_file()).front().file, EndsWith("../lost/file.c"));
}

TEST_F(OwnSymbols, NameTheLibraryOfAFunctionWithoutDebugInformation) {
  void* const library = ::dlsym(RTLD_DEFAULT, "a64l");
  ASSERT_NE(library, nullptr);
  const auto frames = symbols_.at(reinterpret_cast<std::uintptr_t>(library) + 1);
  ASSERT_THAT(frames, ::testing::Not(IsEmpty()));
  EXPECT_THAT(frames.back().module, ::testing::StartsWith("libc.so"));
  EXPECT_THAT(frames.back().function, ::testing::HasSubstr("a64l"));
}

TEST_F(OwnSymbols, FallBackToTheAddress) {
  const auto frames = symbols_.at(0x10);
  ASSERT_THAT(frames, SizeIs(1));
  EXPECT_EQ(text(frames.front()), "?+0x10");
}

TEST(Symbols, OfAProcessThatHasGoneNameNothing) {
  EXPECT_THAT(Symbols(-1).at(named::function(0)).front().function, IsEmpty());
}

TEST(FrameText, IsAsMuchAsIsKnown) {
  EXPECT_EQ(text(Frame{.function = "f()", .file = "/a/b.cpp", .line = 7, .module = "m"}),
            "f() (/a/b.cpp:7)");
  EXPECT_EQ(text(Frame{.function = "f()", .module = "m"}), "f() (m)");
  EXPECT_EQ(text(Frame{.module = "m.so", .offset = 0x1f}), "m.so+0x1f");
}

}  // namespace
}  // namespace leakproof
