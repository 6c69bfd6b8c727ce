// SPDX-License-Identifier: MIT
#include "options/known_file.hpp"

#include <gmock/gmock.h>

#include <string>

#include "model/usage_error.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const KnownLeak in_function{.client = "mine.py",
                            .scenario = "plain",
                            .kind = LeakKind::descriptors,
                            .file = "src/a \"b\".py",
                            .function = "get",
                            .per_fetch = {{"descriptors", 1}, {"sockets", 0.5}}};

std::string mistake_in(const std::string& text) {
  try {
    parse_known(text, "known.toml");
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(KnownFile, ReadsWhatItHasWritten) {
  KnownLeak on_line = in_function;
  on_line.function = "";
  on_line.code = "kept.append(r'\\n')";
  on_line.per_fetch = {{"my heap", 16.5}};
  const std::string text = known_text(std::vector{in_function, on_line});
  EXPECT_THAT(parse_known(text, "x"), ElementsAre(in_function, on_line)) << text;
}

TEST(KnownFile, ReadsARateWithoutAFraction) {
  const auto leaks = parse_known(
      "[[leak]]\nclient = 'a'\nscenario = 'b'\nkind = 'memory'\nper_fetch = { heap_bytes = 16 }\n",
      "x");
  ASSERT_EQ(leaks.size(), 1U);
  EXPECT_EQ(leaks[0].per_fetch.at("heap_bytes"), 16);
  EXPECT_EQ(leaks[0].file, "");
}

TEST(KnownFile, MayListNothing) {
  EXPECT_THAT(parse_known("", "x"), ElementsAre());
  EXPECT_THAT(parse_known(known_text({}), "x"), ElementsAre());
}

TEST(KnownFile, NamesTheLineOfAMistake) {
  const std::string start = "[[leak]]\nclient = 'a'\nscenario = 'b'\n";
  const std::string rate = "per_fetch = { heap_bytes = 1 }\n";
  EXPECT_EQ(mistake_in(start + "kind = 'memroy'\n" + rate),
            "known.toml:4: \"kind\" must be one of memory, descriptors, threads");
  EXPECT_EQ(mistake_in(start + "kinds = 'memory'\n" + rate),
            "known.toml:4: \"kinds\" is not known. Did you mean \"kind\"?");
  EXPECT_EQ(mistake_in(start + "kind = 'memory'\n"), "known.toml:1: the leak has no \"per_fetch\"");
  EXPECT_EQ(mistake_in(start + "kind = 'memory'\nper_fetch = { heap_bytes = -1 }\n"),
            "known.toml:5: \"heap_bytes\" must be a number, 0 or more");
  EXPECT_EQ(mistake_in(start + "kind = 'memory'\nper_fetch = { heap_bytes = '1' }\n"),
            "known.toml:5: \"heap_bytes\" must be a number, 0 or more");
  EXPECT_EQ(mistake_in("[[leak]]\nclient = 7\n"), "known.toml:2: \"client\" must be a text");
  EXPECT_EQ(mistake_in("leak = 1\n"), "known.toml:1: each leak must be a [[leak]]");
  EXPECT_EQ(mistake_in("[[leaks]]\n"),
            "known.toml:1: \"leaks\" is not known. Did you mean \"leak\"?");
  EXPECT_THAT(mistake_in("\n\n[[leak\n"), HasSubstr("known.toml:3: "));
}

TEST(KnownFile, RefusesALeakThatIsListedTwice) {
  const std::string leak =
      "[[leak]]\nclient = 'a'\nscenario = 'b'\nkind = 'memory'\nper_fetch = { heap_bytes = 1 }\n";
  EXPECT_EQ(mistake_in(leak + leak), "known.toml:6: the same leak is in line 1");
}

}  // namespace
}  // namespace leakproof
