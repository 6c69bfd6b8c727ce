// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "report/formats/format_test.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CodeQuality : public FormatTest {
 protected:
  // GitLab's required fields, by the client in the fingerprint.
  static std::map<std::string, nlohmann::json> issues_in(const std::string& text) {
    std::map<std::string, nlohmann::json> issues;
    for (const nlohmann::json& issue : nlohmann::json::parse(text)) {
      const std::string fingerprint = issue.at("fingerprint");
      EXPECT_TRUE(issue.at("description").is_string() && issue.at("check_name").is_string());
      EXPECT_GE(issue.at("location").at("lines").at("begin"), 1);
      issues[fingerprint.substr(0, fingerprint.find('/'))] = issue;
    }
    return issues;
  }
};

TEST_F(CodeQuality, IsAnEmptyListWithoutALeak) {
  EXPECT_THAT(issues_in(finished("codequality", {testing::made_up("client", "plain", 0)})),
              IsEmpty());
}

TEST_F(CodeQuality, PointsAtTheOwnersLine) {
  const auto issue =
      issues_in(finished("codequality", {testing::made_up("client", "plain", 24)})).at("client");
  EXPECT_EQ(issue.at("location").at("path"), "/home/me/repo/clients/adapters/mine.cpp");
  EXPECT_EQ(issue.at("location").at("lines").at("begin"), 16);
  EXPECT_THAT(issue.at("description"), HasSubstr("client × plain leaks: heap_blocks +1.00/fetch"));
}

TEST_F(CodeQuality, RanksKnownLeaksAndWarningsLower) {
  auto issues = issues_in(listed("codequality"));
  EXPECT_EQ(issues.size(), 4U);
  EXPECT_EQ(issues["known-client"]["severity"], "info");
  EXPECT_EQ(issues["gone-client"]["severity"], "info");
  EXPECT_EQ(issues["open-client"]["severity"], "minor");
  EXPECT_EQ(issues["changed-client"]["severity"], "major");
  EXPECT_THAT(issues["changed-client"]["description"], HasSubstr("now +48 B/fetch"));
}

TEST_F(CodeQuality, IsValidWhateverIsInIt) {
  std::set<std::string> clients;
  for (const auto& issue : issues_in(finished("codequality", testing::awkward_results()))) {
    clients.insert(issue.first);
  }
  EXPECT_EQ(clients.size(), 4U);  // those that are not clean or skipped
}

}  // namespace
}  // namespace leakproof::report
