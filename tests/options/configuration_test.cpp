// SPDX-License-Identifier: MIT
#include "options/configuration.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "model/usage_error.hpp"
#include "options/run_options.hpp"

namespace leakproof {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// A command with a few options, and a configuration file.
class Configuration : public ::testing::Test {
 protected:
  Configuration() {
    run_.add_option("CLIENT", options_.trials.clients);
    run_.add_option("--on", options_.trials.scenarios)->delimiter(',');
    run_.add_option("--worker", options_.trials.worker);
    run_.add_option("--upstream", options_.trials.upstream);
    run_.add_option("--horizon", options_.trials.horizon)->check(CLI::Range(60, 1000));
    run_.add_flag("!--no-controls", options_.controls);
    run_.add_option("--tolerance", tolerances_);
    CLI::Option* const threads = run_.add_option("--threads", options_.trials.client_usage.threads);
    run_.add_flag("--thread-each", options_.trials.client_usage.thread_each)->excludes(threads);
  }
  ~Configuration() override { std::filesystem::remove_all(file_); }

  RunOptions given(const std::string& arguments, const std::string& file) {
    std::ofstream(file_) << file;
    run_.parse(arguments);
    configure(run_, run_, options_.trials.program, file_);
    return options_;
  }

  CLI::App run_;
  RunOptions options_;
  std::vector<std::string> tolerances_;
  std::string file_ =
      ::testing::TempDir() + "/configuration_test_" + std::to_string(::getpid()) + ".toml";
};

TEST_F(Configuration, GivesWhatTheCommandLineLeavesOut) {
  const RunOptions options = given(
      "--on tls", "on = ['plain']\nhorizon = 500\nclients = ['a', 'b']\nno-controls = true\n");
  EXPECT_THAT(options.trials.scenarios, ElementsAre("tls"));
  EXPECT_EQ(options.trials.horizon, 500);
  EXPECT_THAT(options.trials.clients, ElementsAre("a", "b"));
  EXPECT_FALSE(options.controls);
}

TEST_F(Configuration, HasItsOwnTableOfTolerances) {
  given("", "[tolerance]\nheap_bytes = 16\ndescriptors = 0.5\n");
  EXPECT_THAT(tolerances_, ElementsAre("descriptors=0.5", "heap_bytes=16"));
}

TEST_F(Configuration, NamesNobodyWhereTheCommandLineNamesAnother) {
  const RunOptions options = given(
      "--worker mine", "command = ['curl']\ntest = 'get'\nworker = 'theirs'\nclients = ['a']\n");
  EXPECT_EQ(options.trials.worker, "mine");
  EXPECT_THAT(options.trials.clients, ElementsAre());
  EXPECT_THAT(options.trials.program, ElementsAre());
  EXPECT_EQ(options.trials.test, "");
}

TEST_F(Configuration, NamesNoProgramWhereTheCommandLineNamesAClient) {
  const RunOptions options = given("mine", "command = ['curl']\ntest = 'get'\nworker = 'theirs'\n");
  EXPECT_THAT(options.trials.program, ElementsAre());
  EXPECT_EQ(options.trials.test, "");
  EXPECT_EQ(options.trials.worker, "theirs");
  EXPECT_THAT(options.trials.clients, ElementsAre("mine"));
}

TEST_F(Configuration, RefusesTwoThatExcludeEachOther) {
  EXPECT_THAT([&] { given("", "thread-each = true\nthreads = 4\n"); },
              ThrowsMessage<UsageError>(HasSubstr(":2: \"threads\" and \"thread-each\"")));
}

TEST_F(Configuration, GivesNothingThatTheCommandLineExcludes) {
  const RunOptions options = given("--thread-each", "threads = 4\n");
  EXPECT_EQ(options.trials.client_usage.threads, 1);
  EXPECT_TRUE(options.trials.client_usage.thread_each);
}

TEST_F(Configuration, GivesACommandThatHasLessTheRest) {
  CLI::App list;
  list.add_option("CLIENT", options_.trials.clients);
  list.add_option("--on", options_.trials.scenarios);
  std::ofstream(file_) << "clients = ['a']\non = ['plain']\nhorizon = 500\n";
  list.parse("--on tls");
  configure(list, run_, options_.trials.program, file_);
  EXPECT_THAT(options_.trials.clients, ElementsAre("a"));
  EXPECT_THAT(options_.trials.scenarios, ElementsAre("tls"));
  EXPECT_EQ(options_.trials.horizon, 500);
  std::ofstream(file_) << "horizon = 'far'\n";
  EXPECT_THAT([&] { configure(list, run_, options_.trials.program, file_); },
              ThrowsMessage<UsageError>(HasSubstr(":1: ")));
}

TEST_F(Configuration, LeavesOutAScenarioWhereTheCommandLineNamesAnother) {
  const RunOptions options = given("--upstream http://127.0.0.1:1/", "on = ['plain']\n");
  EXPECT_TRUE(options.trials.scenarios.empty());
}

TEST_F(Configuration, RefusesAFolderOfItsName) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::create_directories(file_ + "/leakproof.toml");
  std::filesystem::current_path(file_);
  EXPECT_THAT([&] { configure(run_, run_, options_.trials.program, ""); },
              ThrowsMessage<UsageError>(HasSubstr("leakproof.toml is not a file")));
  std::filesystem::current_path(before);
}

TEST_F(Configuration, SaysInWhichLineWhatIsWrong) {
  const auto refusing = [&](const char* text) { return [this, text] { given("", text); }; };
  EXPECT_THAT(refusing("\nhorizn = 500"),
              ThrowsMessage<UsageError>(HasSubstr(".toml:2: \"horizn\" is not known. Did you mean "
                                                  "\"horizon\"?")));
  EXPECT_THAT(refusing("horizon = 5"), ThrowsMessage<UsageError>(HasSubstr(".toml:1: ")));
  EXPECT_THAT(refusing("on = [{}]"), ThrowsMessage<UsageError>(HasSubstr("expected a string")));
  EXPECT_THAT(
      refusing("no-controls = 3"),
      ThrowsMessage<UsageError>(HasSubstr(".toml:1: \"no-controls\" must be true or false")));
  EXPECT_THAT(refusing("command = []"), ThrowsMessage<UsageError>(HasSubstr("names no program")));
  EXPECT_THAT(refusing("[tolerances]\nheap_bytes = 1"),
              ThrowsMessage<UsageError>(HasSubstr("Did you mean \"tolerance\"?")));
  EXPECT_THAT(refusing("on = ["), ThrowsMessage<UsageError>(HasSubstr(".toml:1: ")));
}

TEST_F(Configuration, ThatIsNamedMustBeThere) {
  EXPECT_THAT([&] { configure(run_, run_, options_.trials.program, "/nowhere.toml"); },
              ThrowsMessage<UsageError>(HasSubstr("/nowhere.toml")));
}

}  // namespace
}  // namespace leakproof
