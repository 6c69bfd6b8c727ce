// SPDX-License-Identifier: MIT
#include "symbols/exported_functions.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

namespace leakproof::symbols {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(ExportedFunctions, AreThoseOfALibraryThatIsLoaded) {
  const auto functions = exported_functions(::getpid(), "libc.so.6");
  EXPECT_THAT(functions, Contains("regfree"));
  EXPECT_THAT(functions, Not(Contains("environ"))) << "no function";
  EXPECT_THAT(exported_functions(::getpid(), "libmissing.so"), IsEmpty());
  EXPECT_THAT(exported_functions(::getpid(), ""), IsEmpty());
  EXPECT_THAT(exported_functions(::getpid(), "[heap]"), IsEmpty());
}

}  // namespace
}  // namespace leakproof::symbols
