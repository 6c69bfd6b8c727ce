// SPDX-License-Identifier: MIT
#include "attribution/language.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "leak.hpp"

namespace leakproof {
namespace {

Owner in(std::vector<const char*> files, std::optional<std::size_t> yours = std::nullopt) {
  Owner owner{.source = "call stacks", .yours = yours};
  for (const char* const file : files) owner.stack.push_back({.function = "f", .file = file});
  return owner;
}

TEST(Language, IsThatOfTheUsersOwnFile) {
  EXPECT_EQ(language_of(std::vector{in({"node:net", "/app/a.mjs"}, 1)}), "JavaScript");
  EXPECT_EQ(language_of(std::vector{in({"/src/a.c", "/src/main.cpp"}, 1)}), "C++");
  EXPECT_EQ(language_of(std::vector{in({"/src/a.cpp"}), in({"/app/main.py"}, 0)}), "Python");
  for (const auto& [file, language] :
       {std::pair("a.go", "Go"), std::pair("a.rb", "Ruby"), std::pair("a.php", "PHP"),
        std::pair("a.rs", "Rust"), std::pair("a.h", "C"), std::pair("A.java", "Java"),
        std::pair("<string>", "Python"), std::pair("a.b.ts", "JavaScript")}) {
    EXPECT_EQ(language_of(std::vector{in({file}, 0)}), language) << file;
  }
}

TEST(Language, IsThatOfAnyFileWhereNoneIsTheUsers) {
  EXPECT_EQ(language_of(std::vector{in({"", "node:net"})}), "JavaScript");
}

TEST(Language, IsJavaWhereClassesAreNamed) {
  EXPECT_EQ(language_of(std::vector{Owner{.source = "jcmd", .stack = {{.function = "byte[]"}}}}),
            "Java");
}

TEST(Language, IsThatOfTheRuntimeWhereThereAreNoOwners) {
  EXPECT_EQ(
      language_of({}, std::vector{testing::leak("descriptors", 1), testing::leak("js_heap", 1)}),
      "JavaScript");
}

TEST(Language, MayBeUnknown) {
  EXPECT_EQ(language_of({}), "");
  EXPECT_EQ(language_of(std::vector{in({"makefile", "", "a.xyz", "a."}, 0)}), "");
}

}  // namespace
}  // namespace leakproof
