// SPDX-License-Identifier: MIT
// Tests that the controls find out where the readings are not those of the client.
#include <gmock/gmock.h>

#include <string>

#include "support/run_program.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using testing::run_program;

constexpr int no_verdict = 3;

TEST(Controls, AreFoundInWorkersAndInPrograms) {
  const auto ended = run_program({LEAKPROOF, "controls"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  for (const char* control : {"connections", "descriptors", "heap", "nothing", "threads"}) {
    EXPECT_THAT(ended.output, HasSubstr("as planted " + std::string(control)));
    if (LEAKPROOF_SANITIZED) continue;  // planted programs cannot be preloaded there
    EXPECT_THAT(ended.output, HasSubstr("as planted program-" + std::string(control)));
  }
}

struct Withheld {
  std::string what{};
  std::string missed{};
};

void PrintTo(const Withheld& withheld, std::ostream* out) { *out << withheld.what; }

class ControlsWithout : public ::testing::TestWithParam<Withheld> {
 protected:
  void SetUp() override {
    if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer's runtime must be loaded first";
  }

  testing::Ended leakproof(std::vector<std::string> words) {
    words.insert(words.begin(), LEAKPROOF);
    return run_program(words, {"LD_PRELOAD=" WITHHOLDING, "WITHHOLD=" + GetParam().what});
  }
};

TEST_P(ControlsWithout, AreMissedInWorkersAndInPrograms) {
  const auto ended = leakproof({"controls"});
  EXPECT_EQ(ended.exit_code, no_verdict) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("MISSED     " + GetParam().missed));
  EXPECT_THAT(ended.output, HasSubstr("MISSED     program-" + GetParam().missed));
}

TEST_P(ControlsWithout, MakeARunWorthless) {
  const auto worker = leakproof({"run", "scoped", "--on", "plain", "--jobs", "1"});
  EXPECT_EQ(worker.exit_code, no_verdict);
  EXPECT_THAT(worker.output, HasSubstr("control " + GetParam().missed + " was missed"));
  const auto program =
      leakproof({"run", "--on", "plain", "--jobs", "1", "--", CONTROL, "nothing", "{url}"});
  EXPECT_EQ(program.exit_code, no_verdict);
  EXPECT_THAT(program.output, HasSubstr("control program-" + GetParam().missed + " was missed"));
}

INSTANTIATE_TEST_SUITE_P(It, ControlsWithout,
                         ::testing::Values(Withheld{"preload", "heap"},
                                           Withheld{"counters", "heap"},
                                           Withheld{"proc", "descriptors"}),
                         [](const auto& one) { return one.param.what; });

}  // namespace
}  // namespace leakproof
