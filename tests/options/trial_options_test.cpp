// SPDX-License-Identifier: MIT
#include "options/trial_options.hpp"

#include <gmock/gmock.h>

#include "model/usage_error.hpp"

namespace leakproof {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

struct Case {
  TrialOptions options{};
  const char* told = "";
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.told; }

class Contradictions : public ::testing::TestWithParam<Case> {};

TEST_P(Contradictions, AreRefusedInTheWordsOfTheOptions) {
  EXPECT_THAT([] { require_consistent(GetParam().options); },
              ThrowsMessage<UsageError>(HasSubstr(GetParam().told)));
}

INSTANTIATE_TEST_SUITE_P(
    Of, Contradictions,
    ::testing::Values(Case{{.scenarios = {"plain"}, .replay_file = "f"}, "leave out --on"},
                      Case{{.scenarios = {"plain"}, .upstream = "http://h/"}, "leave out --on"},
                      Case{{.upstream = "http://h/", .replay_file = "f"}, "give one of them"},
                      Case{{.replay_file = "f", .declared = true}, "--expect declared"},
                      Case{{.worker = "mine", .program = {"curl"}}, "leave out CLIENT, --worker"},
                      Case{{.clients = {"scoped"}, .program = {"curl"}}, "leave out CLIENT"},
                      Case{{.program = {"curl"}, .declared = true}, "--expect declared"},
                      Case{{.tolerances = {{"nosuch", 1}}}, "nothing measures \"nosuch\""},
                      Case{{.program = {"curl"}, .client_usage = {.threads = 2}},
                           "runs unmodified"},
                      Case{{.test = "get"}, "--test needs the command that runs this test"},
                      Case{{.worker = "mine", .program = {"pytest"}, .test = "get"},
                           "leave out CLIENT, --worker"},
                      Case{{.program = {"pytest"}, .test = "get", .concurrency = 2},
                           "--concurrency is for a program"},
                      Case{{.concurrency = 2}, "--concurrency is for a program"}),
    [](const auto& one) { return std::to_string(one.index); });

TEST(Options, ContradictNothingWhereOptionsGoTogether) {
  for (const TrialOptions& options :
       {TrialOptions{}, TrialOptions{.program = {"curl"}, .concurrency = 4},
        TrialOptions{.replay_file = "f", .declared = true, .expect = Expectation::leaks},
        TrialOptions{.program = {"curl"}, .declared = true, .expect = Expectation::leaks},
        TrialOptions{.tolerances = {{"js_heap", 100}}},
        TrialOptions{.program = {"pytest"}, .test = "get", .client_usage = {.threads = 2}},
        TrialOptions{.worker = "mine", .tolerances = {{"nosuch", 1}}},
        TrialOptions{.clients = {"a"}, .worker = "mine", .client_usage = {.threads = 2}}}) {
    EXPECT_NO_THROW(require_consistent(options));
  }
}

}  // namespace
}  // namespace leakproof
