// SPDX-License-Identifier: MIT
#include "runtimes/recognition/recognition.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <string>

namespace leakproof {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

using Names = std::vector<std::string_view>;

Names names(const std::vector<RuntimeEntry>& entries) {
  Names result;
  for (const RuntimeEntry& entry : entries) result.push_back(entry.name);
  return result;
}

std::string mapping(std::string_view library) {
  return "55d0c0000000-55d0c0001000 r--p 00000000 fe:00 11 /usr/bin/program\n"
         "7f0000000000-7f0000001000 r-xp 00000000 fe:00 12 /usr/lib/" +
         std::string(library) + "\n";
}

TEST(Recognition, GoesByTheNameOfTheProgram) {
  const std::vector<std::pair<std::string_view, Names>> cases{
      {"node", {"V8"}},
      {"nodejs", {"V8"}},
      {"deno", {"V8"}},
      {"ruby", {"Ruby"}},
      {"ruby3.1", {"Ruby"}},
      {"php", {"PHP"}},
      {"php8.2", {"PHP"}},
      {"php-fpm8.2", {"PHP"}},
      {"dotnet", {".NET"}},
      {"bun", {"Bun"}},
      {"mono-sgen", {"Mono"}},
      {"beam.smp", {"BEAM"}},
      {"ocamlrun", {"OCaml"}},
      {"lua5.4", {"Lua"}},
      {"luajit", {"Lua"}},
      {"python", {"CPython"}},
      {"python3", {"CPython"}},
      {"python3.11", {"CPython"}},
      {"curl", {}},
      {"nodemon", {}},
      {"", {}},
  };
  for (const auto& [program, expected] : cases) {
    EXPECT_EQ(names(runtimes::recognised({.program = program})), expected) << program;
  }
}

TEST(Recognition, GoesByTheLibrariesThatAreMapped) {
  const std::vector<std::pair<std::string_view, Names>> cases{
      {"libnode.so.108", {"V8"}},
      {"jvm/java-17-openjdk-amd64/lib/server/libjvm.so", {"JVM"}},
      {"dotnet/shared/Microsoft.NETCore.App/8.0.1/libcoreclr.so", {".NET"}},
      {"libruby-3.1.so.3.1.2", {"Ruby"}},
      {"libmonosgen-2.0.so.1", {"Mono"}},
      {"liblua5.4.so.0", {}},
      {"libphp.so", {"PHP"}},
      {"libphp8.2.so", {"PHP"}},
      {"libpython3.11.so.1.0", {"CPython"}},
      {"notlibjvm.so", {}},
      {"libc.so.6", {}},
  };
  for (const auto& [library, expected] : cases) {
    const std::string maps = mapping(library);
    EXPECT_EQ(names(runtimes::recognised({.program = "program", .maps = maps})), expected)
        << library;
  }
}

TEST(Recognition, OfGoGoesByItsBuildInformation) {
  const std::string marked = std::string("\x7f\x45LF\0\xff\xff", 7) + "\xff Go buildinf:\x08";
  EXPECT_EQ(names(runtimes::recognised({.program = "client", .executable = marked})), Names{"Go"});
  EXPECT_THAT(runtimes::recognised({.program = "go", .executable = "Go buildinf:"}), IsEmpty());
}

TEST(Recognition, OfProgramsThatAreLinkedWithTheirRuntimeGoesByWhatItContains) {
  for (const auto& [text, name] : {std::pair(".bun_builtins", "Bun"),
                                   {"OCAMLRUNPARAM", "OCaml"},
                                   {"GHCRTS", "GHC"},
                                   {"System.Private.CoreLib", ".NET"}}) {
    const std::string content = std::string("ELF ") + text + " and more";
    EXPECT_EQ(names(runtimes::recognised({.program = "client", .executable = content})),
              Names{name});
  }
}

TEST(Recognition, FindsARuntimeWithinAnother) {
  const std::string maps = mapping("libjvm.so");
  EXPECT_EQ(names(runtimes::recognised({.program = "python3.11", .maps = maps})),
            (Names{"CPython", "JVM"}));
}

// This program contains the text that marks a Go program.
TEST(Recognition, ReadsTheImageOfAProcess) {
  EXPECT_THAT(names(runtimes::recognised_in(::getpid())), Contains("Go"));
}

TEST(Recognition, FindsNothingInAProcessThatHasGone) {
  EXPECT_THAT(runtimes::recognised_in(-1), IsEmpty());
}

}  // namespace
}  // namespace leakproof
