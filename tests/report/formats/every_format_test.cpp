// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "report/catalogue.hpp"
#include "report/formats/format_test.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> names_of_all() {
  std::vector<std::string> names;
  for (const ReporterEntry& entry : catalogue()) names.emplace_back(entry.name);
  return names;
}

class EveryFormat : public FormatTest, public ::testing::WithParamInterface<std::string> {};

TEST_P(EveryFormat, HasAFileBeforeTheFirstTrial) {
  const auto reporter = open(GetParam(), 3);
  EXPECT_TRUE(std::filesystem::exists(path_));
}

/// Formats whose empty report is not an empty file.
class FormatWithAFrame : public EveryFormat {};

TEST_P(FormatWithAFrame, IsWholeBeforeTheFirstTrial) {
  const auto reporter = open(GetParam(), 3);
  EXPECT_GT(file().size(), 20U);
}

INSTANTIATE_TEST_SUITE_P(Formats, FormatWithAFrame,
                         ::testing::Values("json", "junit", "markdown", "html"),
                         [](const auto& one) { return one.param; });

TEST_P(EveryFormat, KeepsWhatEndedWhenARunBreaks) {
  auto reporter = open(GetParam(), 3);
  reporter->add(testing::made_up("the-first-client", "plain", 24));
  reporter->add(testing::made_up("the-second-client", "plain", 24));
  reporter.reset();  // destroyed without finish()
  EXPECT_THAT(file(), HasSubstr("the-first-client"));
  EXPECT_THAT(file(), HasSubstr("the-second-client"));
  for (const auto& entry : std::filesystem::directory_iterator(::testing::TempDir())) {
    EXPECT_THAT(entry.path().string(), Not(HasSubstr(".leakproof-" + std::to_string(::getpid()))));
  }
}

TEST_P(EveryFormat, IsWrittenAfterEachTrial) {
  const auto reporter = open(GetParam(), 3);
  reporter->add(testing::made_up("the-first-client", "plain", 24));
  EXPECT_THAT(file(), HasSubstr("the-first-client"));
  reporter->add(testing::made_up("the-second-client", "plain", 24));
  EXPECT_THAT(file(), HasSubstr("the-second-client"));
}

// They are being added again.
TEST_P(EveryFormat, KeepsOlderResultsUntilItIsSaved) {
  std::ofstream(path_) << "older results";
  const auto entry = std::ranges::find(catalogue(), GetParam(), &ReporterEntry::name);
  {
    const auto reporter = entry->open(path_, testing::made_up_run(3));
    reporter->add(testing::made_up("the-first-client", "plain", 24));
    EXPECT_EQ(file(), "older results");
  }
  EXPECT_EQ(file(), "older results") << "the run broke";
  const auto reporter = entry->open(path_, testing::made_up_run(3));
  reporter->add(testing::made_up("the-first-client", "plain", 24));
  reporter->save();
  EXPECT_THAT(file(), HasSubstr("the-first-client"));
}

TEST_P(EveryFormat, KeepsThePermissionsOfItsFile) {
  std::ofstream(path_) << "an older report";
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
  const auto reporter = open(GetParam(), 3);
  EXPECT_EQ(std::filesystem::status(path_).permissions(), std::filesystem::perms::owner_all);
}

TEST_P(EveryFormat, SaysWhichFileCannotBeWritten) {
  path_ = "/no/such/folder/report";
  EXPECT_THAT([&] { open(GetParam(), 1); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("/no/such/folder/report")));
}

TEST_P(EveryFormat, TakesNoFolderForAFile) {
  path_ = ::testing::TempDir();
  EXPECT_THAT([&] { open(GetParam(), 1); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("Is a directory")));
  path_ = "nothing to remove";
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, ::testing::ValuesIn(names_of_all()),
                         [](const auto& one) {
                           std::string name = one.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace leakproof::report
