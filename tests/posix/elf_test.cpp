// SPDX-License-Identifier: MIT
#include "posix/elf.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

TEST(ElfInterpreter, IsTheLoaderOfAProgram) {
  EXPECT_THAT(elf_interpreter("/proc/self/exe"), Optional(HasSubstr("/ld-")));
}

TEST(ElfInterpreter, IsEmptyWhereThereIsNoLoader) {
  // The loader itself is linked statically.
  const auto loader = elf_interpreter("/proc/self/exe");
  ASSERT_TRUE(loader);
  EXPECT_THAT(elf_interpreter(*loader), Optional(std::string()));
}

TEST(ElfInterpreter, IsUnknownOfOtherFiles) {
  const std::string script = ::testing::TempDir() + "/leakproof-elf-test";
  std::ofstream(script) << "#!/bin/sh\n";
  EXPECT_EQ(elf_interpreter(script), std::nullopt);
  std::remove(script.c_str());
  EXPECT_EQ(elf_interpreter(script), std::nullopt);
  EXPECT_EQ(elf_interpreter("/"), std::nullopt);
  EXPECT_EQ(elf_interpreter(""), std::nullopt);
}

}  // namespace
}  // namespace leakproof
