// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include <pugixml.hpp>

#include "report/formats/format_test.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using JUnit = FormatTest;

std::string text_of(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) text += child.value();
  return text;
}

TEST_F(JUnit, HasATestCaseATrialAndTheEvidenceInItsFailure) {
  const std::string text = finished("junit", testing::awkward_results());
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(text.c_str())) << text;
  const pugi::xml_node suite = document.child("testsuite");
  EXPECT_STREQ(suite.attribute("name").value(), "leakproof");
  EXPECT_EQ(suite.attribute("tests").as_int(), 6);
  EXPECT_EQ(suite.attribute("failures").as_int(), 2);
  EXPECT_EQ(suite.attribute("errors").as_int(), 2);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
  const pugi::xml_node first = suite.child("testcase");
  EXPECT_STREQ(first.attribute("classname").value(), "<script>alert(1)</script>");
  EXPECT_STREQ(first.attribute("name").value(), "plain");
  const std::string evidence = text_of(first.child("failure"));
  EXPECT_THAT(evidence, HasSubstr("heap_bytes"));
  EXPECT_THAT(evidence, HasSubstr("clients/adapters/mine.cpp:16"));
  EXPECT_THAT(evidence, HasSubstr("curl_slist_free_all"));
  EXPECT_THAT(text, HasSubstr("plain (seed 2)"));
  EXPECT_THAT(evidence, HasSubstr("Free the list"));
}

TEST_F(JUnit, HasAnErrorWhereARunBreaksOff) {
  auto reporter = open("junit", 2);
  reporter->add(testing::made_up("client", "plain", 0));
  reporter.reset();
  pugi::xml_document broken;
  ASSERT_TRUE(broken.load_string(file().c_str()));
  EXPECT_EQ(broken.child("testsuite").attribute("tests").as_int(), 2);
  EXPECT_EQ(broken.child("testsuite").attribute("errors").as_int(), 1);
  EXPECT_THAT(file(), HasSubstr("1 of 2 trials have a result"));

  const auto client = testing::made_up("client", "plain", 0);
  const std::string whole = finished("junit", {client, client});
  EXPECT_THAT(whole, HasSubstr("tests=\"2\" failures=\"0\" errors=\"0\""));
  EXPECT_THAT(whole, Not(HasSubstr("have a result")));
}

TEST_F(JUnit, SkipsKnownLeaksAndInconclusiveTrialsThatPass) {
  const std::string text = listed("junit");
  EXPECT_THAT(text, HasSubstr("tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"2\""));
  EXPECT_THAT(text, HasSubstr("<skipped message=\"known leak: heap_blocks +1.00/fetch"));
  EXPECT_THAT(text, HasSubstr("as listed in known.toml\" />"));
  EXPECT_THAT(text, HasSubstr("<skipped message=\"warning: inconclusive: heap_blocks: moves"));
  EXPECT_THAT(text, HasSubstr("known at +16 B/fetch, now +48 B/fetch"));
  EXPECT_THAT(text, HasSubstr("<system-out>gone-client × plain: A known leak is gone: remove"));
}

}  // namespace
}  // namespace leakproof::report
