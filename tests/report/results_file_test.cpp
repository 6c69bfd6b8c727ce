// SPDX-License-Identifier: MIT
#include "report/results_file.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "model/reporter.hpp"
#include "report/catalogue.hpp"
#include "report/made_up.hpp"
#include "report/results_json.hpp"

namespace leakproof::report {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

const ReporterEntry& json_format() {
  return *std::ranges::find(catalogue(), "json", &ReporterEntry::name);
}

// The results file of a run of `planned` trials.
std::string written(const std::vector<Result>& results, std::size_t planned, bool finish = true) {
  const std::string path =
      ::testing::TempDir() + "results_file_test_" + std::to_string(::getpid()) + ".json";
  const auto reporter = json_format().open(path, testing::made_up_run(planned));
  reporter->save();
  reporter->controls({{.name = "heap", .found = true, .reason = "as planted"}});
  for (const Result& result : results) reporter->add(result);
  if (finish) reporter->finish(testing::made_up_advice(results));
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::filesystem::remove(path);
  return text;
}

std::string text_of(const Result& result) { return line_of(json_of(result)); }

TEST(ResultsFile, HoldsWhatIsUnderWayUntilItHasEnded) {
  const std::string path =
      ::testing::TempDir() + "under_way_test_" + std::to_string(::getpid()) + ".json";
  const auto reporter = json_format().open(path, testing::made_up_run(2));
  reporter->save();
  Result first = testing::made_up("first", "plain", 0);
  Result second = testing::made_up("second", "plain", 0);
  second.trial.place = 1;
  second.trial.plan.earlier = {.fetches = 7, .seconds = 0.5};
  reporter->checkpoint(second);
  reporter->add(first);
  reporter->interrupted(second);
  const ResultsFile cut_off = read_results(path);
  ASSERT_EQ(cut_off.under_way.size(), 1U);
  EXPECT_EQ(text_of(cut_off.under_way[0]), text_of(second));
  EXPECT_EQ(cut_off.results.size(), 1U);
  EXPECT_EQ(cut_off.damage, "");
  EXPECT_FALSE(cut_off.finished);

  reporter->add(second);
  reporter->finish({});
  const ResultsFile whole = read_results(path);
  EXPECT_TRUE(whole.under_way.empty());
  EXPECT_EQ(whole.results.size(), 2U);
  EXPECT_TRUE(whole.finished);
  std::ifstream stream(path);
  EXPECT_TRUE(nlohmann::json::accept(stream));
  std::filesystem::remove(path);
}

TEST(ResultsFile, IsWrittenOnlyWhereItIsSavedOnceItIsLarge) {
  const std::string path =
      ::testing::TempDir() + "large_test_" + std::to_string(::getpid()) + ".json";
  const auto reporter = json_format().open(path, testing::made_up_run(1'000));
  reporter->save();
  Result result = testing::made_up("a", "plain", 24);
  while (std::filesystem::file_size(path) <= 1 << 20) {
    reporter->add(result);
    ++result.trial.place;
  }
  const std::size_t written = read_results(path).results.size();
  reporter->add(result);
  reporter->checkpoint(result);
  EXPECT_EQ(read_results(path).results.size(), written);
  reporter->save();
  const ResultsFile saved = read_results(path);
  EXPECT_EQ(saved.results.size(), written + 1);
  EXPECT_EQ(saved.under_way.size(), 1U);
  std::filesystem::remove(path);
}

TEST(ResultsFile, IsSafeToPrintToATerminal) {
  Result result = testing::made_up("a\xE2\x80\xAE\x1b[2J", "plain", 24);
  result.banner = "\xC2\x9B 2J \xE2\x82\xAC";
  const std::string text = written({result}, 1);
  EXPECT_THAT(text, HasSubstr(R"("a\\u202e\\x1b[2J")"));
  EXPECT_THAT(text, HasSubstr("\"\\\\u009b 2J \xE2\x82\xAC\""));
}

TEST(ResultsFile, GivesBackAllThatWasWritten) {
  const std::vector<Result> results{testing::made_up("a", "plain", 24),
                                    testing::made_up("b", "plain", 0),
                                    testing::awkward_results()[3]};
  const ResultsFile file = parse_results(written(results, 3), "x.json");
  ASSERT_EQ(file.results.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(text_of(file.results[i]), text_of(results[i]));
    EXPECT_EQ(file.results[i].trial.client_usage, results[i].trial.client_usage);
    ASSERT_EQ(file.results[i].findings.size(), results[i].findings.size());
    for (std::size_t k = 0; k < results[i].findings.size(); ++k) {
      EXPECT_EQ(file.results[i].findings[k].series.samples, results[i].findings[k].series.samples);
    }
  }
  EXPECT_EQ(file.run.version, "0.1.0");
  EXPECT_EQ(file.run.trials, 3U);
  EXPECT_EQ(file.controls.size(), 1U);
  EXPECT_TRUE(file.finished);
  EXPECT_EQ(file.damage, "");
  ASSERT_EQ(file.advice.size(), 1U);
  EXPECT_EQ(file.advice[0].trial, trial_name_of(results[0].trial));
  EXPECT_EQ(file.advice[0].advice.kind, "response kept");
}

TEST(ResultsFile, IsReadAsTextThatIsSafeToPrint) {
  const ResultsFile file =
      parse_results(written({testing::made_up("a\x1b[2J\n::error::é", "plain", 0)}, 1), "x.json");
  ASSERT_EQ(file.results.size(), 1U);
  EXPECT_EQ(file.results[0].trial.client, "a\\x1b[2J\n\\x3a:error::é");
}

TEST(ResultsFile, IsTheSameWhoeverLaidItOut) {
  const std::string text = written({testing::made_up("a", "plain", 24)}, 1);
  const ResultsFile file = parse_results(nlohmann::json::parse(text).dump(2), "x.json");
  ASSERT_EQ(file.results.size(), 1U);
  EXPECT_EQ(text_of(file.results[0]), text_of(testing::made_up("a", "plain", 24)));
  EXPECT_TRUE(file.finished);
}

TEST(ResultsFile, KnowsAnInterruptedRunFromAFinishedOne) {
  EXPECT_FALSE(parse_results(written({testing::made_up("a", "plain", 24)}, 2), "x").finished);
  EXPECT_FALSE(
      parse_results(written({testing::made_up("a", "plain", 24)}, 1, false), "x").finished);
  EXPECT_FALSE(parse_results(written({}, 2, false), "x").finished);
}

TEST(ResultsFile, KeepsTheCompleteTrialsOfOneThatBreaksOffAnywhere) {
  const std::string text =
      written({testing::made_up("a", "plain", 24), testing::made_up("b", "plain", 0)}, 2);
  const std::size_t second = text.find("\n{\"client\":\"b\"");
  ASSERT_NE(second, text.npos);
  for (const std::size_t end :
       {second, second + 1, second + 500, text.find("\n],"), text.find("\"finished\"") + 14}) {
    const ResultsFile file = parse_results(text.substr(0, end), "x.json");
    EXPECT_EQ(file.results.size(), end >= text.find("\n],") ? 2U : 1U);
    EXPECT_FALSE(file.finished);
    EXPECT_THAT(file.damage, HasSubstr("is truncated after"));
  }
}

struct Wrong {
  std::string name;
  std::string from;
  std::string to;
  std::string told;
};

void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.name; }

class NotTrusted : public ::testing::TestWithParam<Wrong> {};

TEST_P(NotTrusted, IsRefusedByNameAndPlace) {
  std::string text = written({testing::made_up("a", "plain", 24)}, 1);
  const std::size_t at = text.find(GetParam().from);
  ASSERT_NE(at, text.npos);
  text.replace(at, GetParam().from.size(), GetParam().to);
  EXPECT_THAT(
      [&] { parse_results(text, "some/x.json"); },
      ThrowsMessage<NotResults>(AllOf(HasSubstr("some/x.json"), HasSubstr(GetParam().told))));
}

INSTANTIATE_TEST_SUITE_P(
    ResultsFile, NotTrusted,
    ::testing::Values(
        Wrong{"OtherVersion", "\"schema_version\":2", "\"schema_version\":1",
              "it has schema_version 1, but this version of leakproof reads 2"},
        Wrong{"NoVersion", "\"schema_version\":2,", "", "schema_version is missing"},
        Wrong{"TextForANumber", "\"open\":1", "\"open\":\"1\"",
              "trials[0].ledger.open is not an integer"},
        Wrong{"NegativeSeed", "\"seed\":1,\"place\"", "\"seed\":-1,\"place\"",
              "trials[0].seed is not an integer in range"},
        Wrong{"UnknownRuling", "\"ruling\":\"leaks\",\"expected\"",
              "\"ruling\":\"fine\",\"expected\"",
              "trials[0].ruling is not one of its allowed values"},
        Wrong{"RubbishBehindIt", "\"finished\": true}\n", "\"finished\": true}\n{}",
              "there is text behind its end"},
        Wrong{"RubbishAtItsEnd", "\"finished\": true}", "\"finished\": true}]",
              "there is text behind its end"},
        Wrong{"NegativeFetches", "\"samples\":[[0,", "\"samples\":[[-1,", "is less than 0"},
        Wrong{"NegativeTime", "\"seconds\":", "\"seconds\":-", "seconds is less than 0"},
        Wrong{"ValueTooLarge", "\"samples\":[[0,", "\"samples\":[[0,9007199254740993],[0,",
              "is not an integer in range"},
        Wrong{"NestedTooDeeply", "\"machine\":{", "\"machine\":" + std::string(40, '[') + "{",
              "it is nested deeper than 32 levels"},
        Wrong{"NoGrain", "\"grain\":1,", "\"grain\":0,", "findings[0].grain is less than 1"},
        Wrong{"BackInTime", "\"samples\":[[0,", "\"samples\":[[9,3],[0,",
              "fewer fetches than the sample before"},
        Wrong{"NoSuchPlace", "\"yours\":2", "\"yours\":9", "yours is not an index into the stack"},
        Wrong{"NotJson", "{\"schema_version\"", "[\"schema_version\"", "not a results file"}),
    [](const auto& one) { return one.param.name; });

TEST(ResultsFile, RefusesWhatIsSomethingElse) {
  for (const char* text : {"", "{}", "[]", "null", "hello", "{\"schema_version\": 2}"}) {
    EXPECT_THROW(parse_results(text, "x"), NotResults) << text;
  }
  EXPECT_THAT([] { read_results("/no/such.json"); },
              ThrowsMessage<NotResults>(HasSubstr("cannot read /no/such.json")));
}

}  // namespace
}  // namespace leakproof::report
