// SPDX-License-Identifier: MIT
// The formats that people and their servers read.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>

#include "model/reporter.hpp"
#include "model/result.hpp"
#include "report/catalogue.hpp"
#include "report/console.hpp"
#include "report/github.hpp"
#include "report/made_up.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Formats : public ::testing::Test {
 protected:
  ~Formats() override { std::filesystem::remove(path_); }

  std::unique_ptr<Reporter> open(std::string_view format, std::size_t trials) {
    const auto entry = std::ranges::find(catalogue(), format, &ReporterEntry::name);
    return entry->open(path_, testing::made_up_run(trials));
  }

  std::string file() const {
    std::ifstream stream(path_);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  std::string finished(std::string_view format, const std::vector<Result>& results) {
    const auto reporter = open(format, results.size());
    for (const Result& result : results) reporter->add(result);
    reporter->finish({});
    return file();
  }

  std::string path_ =
      ::testing::TempDir() + "formats_test_" + std::to_string(::getpid()) + ".report";
};

class EveryFormat : public Formats, public ::testing::WithParamInterface<std::string> {};

TEST_P(EveryFormat, IsWholeBeforeTheFirstTrial) {
  const auto reporter = open(GetParam(), 3);
  EXPECT_GT(file().size(), 20U);
}

TEST_P(EveryFormat, KeepsWhatEndedWhenARunBreaks) {
  auto reporter = open(GetParam(), 3);
  reporter->add(testing::made_up("the-first-client", "plain", 24));
  reporter->add(testing::made_up("the-second-client", "plain", 24));
  reporter.reset();  // unwound, not finished
  EXPECT_THAT(file(), HasSubstr("the-first-client"));
  EXPECT_THAT(file(), HasSubstr("the-second-client"));
  for (const auto& entry : std::filesystem::directory_iterator(::testing::TempDir())) {
    EXPECT_THAT(entry.path().string(), Not(HasSubstr(path_ + ".part")));
  }
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

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat,
                         ::testing::Values("json", "junit", "markdown", "html"),
                         [](const auto& one) { return one.param; });

TEST_F(Formats, JUnitHasATestCaseATrialAndTheEvidenceInItsFailure) {
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
  const std::string evidence = first.child("failure").text().get();
  EXPECT_THAT(evidence, HasSubstr("heap_bytes"));
  EXPECT_THAT(evidence, HasSubstr("clients/adapters/mine.cpp:16"));
  EXPECT_THAT(evidence, HasSubstr("curl_slist_free_all"));
  EXPECT_THAT(text, HasSubstr("plain (seed 2)"));
}

TEST_F(Formats, JUnitHasAnErrorWhereARunBreaksOff) {
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

TEST_F(Formats, MarkdownTakesNoMarkupFromOutside) {
  const std::string text = finished("markdown", testing::awkward_results());
  std::istringstream lines(text);
  bool fenced = false;  // there it is shown as it is
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) fenced = !fenced;
    EXPECT_TRUE(fenced || line.find("<script") == line.npos) << line;
  }
  EXPECT_FALSE(fenced);
  EXPECT_THAT(text, HasSubstr("script&#62;"));
  EXPECT_THAT(text, HasSubstr("❌ leaks"));
  EXPECT_THAT(text, HasSubstr("1 of 6 trials clean"));
  EXPECT_THAT(text, HasSubstr("clients/adapters/mine.cpp:16"));
}

TEST_F(Formats, HtmlKeepsTheDataOfAPageInItsPlace) {
  const std::string text = finished("html", testing::awkward_results());
  const std::size_t begin = text.find("id=\"data\">") + 10;
  const std::size_t end = text.find("</script>", begin);
  const auto data = nlohmann::json::parse(text.substr(begin, end - begin));
  ASSERT_EQ(data["trials"].size(), 6U);
  EXPECT_EQ(data["trials"][0]["client"], "<script>alert(1)</script>");
  EXPECT_EQ(data["trials"][0]["findings"][1]["windows"].size(), 24U);
  EXPECT_LE(data["trials"][0]["findings"][1]["curve"].size(), 320U);
}

std::string annotations(const std::vector<Result>& results) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  GitHubAnnotations reporter(out, testing::made_up_run(results.size()), "/home/me/repo");
  for (const Result& result : results) reporter.add(result);
  std::fclose(out);
  std::string all(text, size);
  std::free(text);
  return all;
}

TEST(GitHubAnnotations, PointAtTheOwnersLineInTheRepository) {
  EXPECT_THAT(annotations({testing::made_up("mine", "plain", 24)}),
              ::testing::StartsWith("::error file=clients/adapters/mine.cpp,line=16,"
                                    "title=mine × plain leaks::"));
}

TEST(GitHubAnnotations, AreALineEachWhateverIsInThem) {
  const std::string text = annotations(testing::awkward_results());
  EXPECT_EQ(std::ranges::count(text, '\n'), 4);
  EXPECT_THAT(text, HasSubstr("100 %25%0Asecond line"));
  EXPECT_THAT(text, HasSubstr("title=open%2C comma%3A colon × basic-large inconclusive::"));
}

std::string console(ConsoleStyle style) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  {
    const auto results = testing::awkward_results();
    Console reporter(out, style, testing::made_up_run(results.size()));
    for (const Result& result : results) {
      reporter.started(result.trial);
      reporter.add(result);
    }
    reporter.finish({});
  }
  std::fclose(out);
  std::string all(text, size);
  std::free(text);
  return all;
}

TEST(Console, SaysWhoHoldsItAndWhatToDo) {
  const std::string text = console({});
  EXPECT_THAT(text,
              HasSubstr("owner          97 % of heap_bytes: 24.0 B/fetch in 1.00 blocks/fetch"));
  EXPECT_THAT(text, HasSubstr("> Mine::fetch "
                              "(/home/me/repo/clients/adapters/mine.cpp:16)"));
  EXPECT_THAT(text, HasSubstr("looks like     response kept"));
  EXPECT_THAT(text, HasSubstr("again          leakproof run"));
}

TEST(Console, HasNoColourUnlessItIsWanted) {
  EXPECT_THAT(console({}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(console({.colour = true}), HasSubstr("\x1b[31m"));
}

std::size_t columns_of(const std::string& line) {
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (c & 0xC0) != 0x80; }));
}

TEST(Console, KeepsTablesAndSentencesWithinATerminal) {
  std::istringstream text(console({.width = 70}));
  for (std::string line; std::getline(text, line);) {
    // Only a stack and a worker's own words are left as they are.
    const bool quoted = line.find(".c") != line.npos || line.find("]]>") != line.npos ||
                        line.find("<script") != line.npos;
    EXPECT_TRUE(quoted || columns_of(line) <= 70) << columns_of(line) << " " << line;
  }
}

}  // namespace
}  // namespace leakproof::report
