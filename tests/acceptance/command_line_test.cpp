// SPDX-License-Identifier: MIT
// Tests the command line and its output. Golden files contain whole pages; run with
// LEAKPROOF_UPDATE_GOLDEN=1 to rewrite them, and review the difference.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/run_program.hpp"

namespace leakproof {
namespace {

using ::testing::AnyOf;
using testing::Ended;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::run_program;

Ended leakproof(std::vector<std::string> words, std::vector<std::string> variables = {}) {
  words.insert(words.begin(), LEAKPROOF);
  return run_program(std::move(words), std::move(variables));
}

std::string golden_text(const std::string& name, const std::string& text) {
  const std::string path = std::string(GOLDEN) + "/" + name;
  if (std::getenv("LEAKPROOF_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void expect_golden(const std::string& text, const std::string& name) {
  EXPECT_EQ(text, golden_text(name, text)) << "differs from " << name;
}

// Expects the lines of the golden file in order; other lines between them must be entries,
// which are indented. So a new plug-in, which appears in every listing, does not require
// editing a golden file.
void expect_golden_and_entries(const std::string& text, const std::string& name) {
  std::istringstream golden(golden_text(name, text));
  std::istringstream lines(text);
  std::string line;
  for (std::string expected; std::getline(golden, expected);) {
    while (std::getline(lines, line) && line != expected) {
      ASSERT_TRUE(line.starts_with("  ")) << line << "\nstands where " << name << " has\n"
                                          << expected;
    }
    ASSERT_TRUE(lines) << name << " goes on with\n" << expected;
  }
  while (std::getline(lines, line)) EXPECT_TRUE(line.starts_with("  ")) << line;
}

// Figures, and the widths of their columns, vary between runs; the rest of the page does
// not. Replaces each figure by "#" and each run of spaces by one space.
std::string without_figures(const std::string& text) {
  std::string result;
  bool in_figure = false;
  for (const char c : text) {
    const bool digit = '0' <= c && c <= '9';
    if (digit && !in_figure) {
      if (result.ends_with('+') || result.ends_with('-')) result.pop_back();
      result += '#';
    }
    in_figure = digit || (in_figure && (c == '.' || c == ','));
    if (!in_figure && !(c == ' ' && result.ends_with(' '))) result += c;
  }
  return result;
}

TEST(CommandLine, ExplainsItself) {
  const Ended help = leakproof({"run", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  expect_golden_and_entries(help.output, "run-help.txt");
}

TEST(CommandLine, ListsWhatThereIs) {
  const Ended list = leakproof({"list"});
  EXPECT_EQ(list.exit_code, 0);
  expect_golden_and_entries(list.output, "list.txt");
}

TEST(CommandLine, TellsItsVersion) {
  const Ended version = leakproof({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.output,
              ::testing::MatchesRegex("leakproof [0-9]+\\.[0-9]+\\.[0-9]+ "
                                      "\\(commit ([0-9a-f]{10}(-dirty)?|unknown)\\)\n(.|\n)*"));
  for (const char* const capability :
       {"heap counting       libleakproof-heap.so", "debug information   libdw 0.",
        "stack unwinder ", "HTTP/2 ", "runtime agents      cpython, php, ruby, v8"}) {
    EXPECT_THAT(version.output, HasSubstr(capability));
  }
}

TEST(CommandLine, WritesAConfigurationThatItObeysAndFlagsOverride) {
  if (LEAKPROOF_SANITIZED)
    GTEST_SKIP() << "LeakSanitizer accuses the same leak, which no tolerance is of";
  const std::string folder = ::testing::TempDir() + "/leakproof-init-" + std::to_string(::getpid());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directory(folder);
  const auto there = [&](const std::string& words) {
    return run_program({"/bin/sh", "-c", "cd '" + folder + "' && '" LEAKPROOF "' " + words});
  };
  EXPECT_EQ(there("init").exit_code, 0);
  EXPECT_EQ(there("init").exit_code, 2);  // an existing file is not overwritten

  // Every commented-out line must be valid.
  EXPECT_EQ(run_program({"/bin/sh", "-c",
                         "cd '" + folder + "' && sed -i -E 's/^#([a-z[])/\\1/' leakproof.toml"})
                .exit_code,
            0);
  const Ended wrong_worker = there("run --no-controls");
  EXPECT_EQ(wrong_worker.exit_code, 2);
  EXPECT_THAT(wrong_worker.errors, HasSubstr("leave out CLIENT, --worker"));

  std::ofstream(folder + "/leakproof.toml")
      << "clients = ['header-list-unfreed']\non = ['plain']\nhorizon = 200\nno-controls = true\n"
         "[tolerance]\nheap_blocks = 5\nheap_bytes = 200\n";
  const Ended tolerated = there("run");
  EXPECT_EQ(tolerated.exit_code, 0) << tolerated.output << tolerated.errors;
  EXPECT_THAT(tolerated.output, HasSubstr("B/fetch is tolerated (up to 200 B/fetch)"));
  EXPECT_EQ(there("run --tolerance heap_bytes=1 --on plain").exit_code, 1);
  EXPECT_THAT(there("list --trials").output,
              ::testing::StartsWith("     1  header-list-unfreed × plain"));
  std::ofstream(folder + "/leakproof.toml") << "command = ['true', '{url}']\non = ['plain']\n";
  EXPECT_THAT(there("list --trials").output, ::testing::StartsWith("     1  true × plain"));
  std::filesystem::remove_all(folder);
}

std::string completed_by_bash(const std::string& words) {
  return run_program({"/bin/bash", "-c",
                      "source <('" LEAKPROOF "' completion bash); COMP_WORDS=(leakproof " + words +
                          "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _leakproof; "
                          "echo \"${COMPREPLY[@]}\""})
      .output;
}

TEST(CommandLine, CompletesItsOptionsAndNoneInThePlaceOfAValue) {
  EXPECT_THAT(completed_by_bash("run --hor"), HasSubstr("--horizon\n"));
  EXPECT_EQ(completed_by_bash("run --horizon ''"), "\n");
  EXPECT_EQ(completed_by_bash("run --on plain,redirect-l"), "plain,redirect-loop\n");
  EXPECT_EQ(completed_by_bash("completion ba"), "bash\n");
}

TEST(CommandLine, HoldsAllTrialsAgainstWhatIsExpected) {
  const std::vector<std::string> words{"run", "header-list-unfreed", "--on", "plain", "--horizon",
                                       "200", "--no-controls"};
  const auto expecting = [&](const char* what) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--expect", what});
    return leakproof(all).exit_code;
  };
  EXPECT_EQ(expecting("leaks"), 0);
  EXPECT_EQ(expecting("clean"), 1);
}

TEST(CommandLine, DescribesEveryCommandInItsManualAndToTheShell) {
  for (const auto& page :
       {std::vector<std::string>{"man"}, {"completion", "bash"}, {"completion", "zsh"}}) {
    const std::string text = leakproof(page).output;
    for (const char* word : {"run", "torture", "serve", "init", "tolerance", "horizon"}) {
      EXPECT_THAT(text, HasSubstr(word)) << page.back();
    }
  }
  EXPECT_THAT(leakproof({"completion", "bash"}).output, HasSubstr("drop-mid-body"));
}

struct Mistake {
  std::vector<std::string> words;
  std::string told;
};

void PrintTo(const Mistake& mistake, std::ostream* out) { *out << mistake.told.size(); }

class Mistakes : public ::testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamedAndNothingIsRun) {
  const auto& [words, told] = GetParam();
  const Ended ended = leakproof(words);
  EXPECT_EQ(ended.exit_code, 2) << ended.output;
  EXPECT_THAT(ended.errors, HasSubstr(told));
  EXPECT_THAT(ended.output, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Of, Mistakes,
    ::testing::Values(
        Mistake{{"run", "scopd"},
                "client \"scopd\" is not known. Did you mean \"scoped\"? (leakproof list"},
        Mistake{{"run", "--on", "plain,smal"}, "scenario \"smal\" is not known. Did you mean"},
        Mistake{{"run", "--on", "quux-quux"}, "scenario \"quux-quux\" is not known. (leakproof"},
        Mistake{{"run", "\x1b[2J"}, "client \"\\x1b[2J\" is not known"},
        Mistake{{"run", "--fetches", "-5"}, "--fetches"},
        Mistake{{"run", "--fetches", "many"}, "--fetches"},
        Mistake{{"run", "--jobs", "0"}, "--jobs"}, Mistake{{"run", "--horizon", "1"}, "--horizon"},
        Mistake{{"run", "--expect", "miracles"}, "--expect"},
        Mistake{{"run", "--worker", "a | b"}, "worker \"a | b\": | & ; < >"},
        Mistake{{"run", "--worker", "no-such-program-here"},
                "worker \"no-such-program-here\" is not a program"},
        Mistake{{"run", "scoped", "--json", "/no/such/folder/x.json"}, "cannot write /no/such"},
        Mistake{{"run", "scoped", "--json", ""}, "--json: must not be empty"},
        Mistake{{"run", "--replay", ""}, "--replay: must not be empty"},
        Mistake{{"run", "--worker", ""}, "--worker: must not be empty"},
        Mistake{{"run", "--upstream", ""}, "--upstream: must not be empty"},
        Mistake{{"run", "--resume", ""}, "--resume: must not be empty"},
        Mistake{{"run", "--config", ""}, "--config: must not be empty"},
        Mistake{{"run", "--shard", ""}, "--shard: must not be empty"},
        Mistake{{"run", "scoped", "--json", "-"}, "--json: must be a file, got \"-\""},
        Mistake{{"run", "scoped", "--html", "/tmp"}, "--html: cannot write /tmp: Is a directory"},
        Mistake{{"run", "scoped", "--attribution", "--no-attribution"}, "excludes"},
        Mistake{{"run", "scoped", "--seed", "-1"}, "--seed: must be a whole number from 0"},
        Mistake{{"run", "scoped", "--seed", "99999999999999999999"}, "--seed"},
        Mistake{{"run", "scoped", "--json", "/no/such/x", "--html", "/no/such/x"},
                "/no/such/x is already the file of another report"},
        Mistake{{"run", "scoped", "--json", "/no/such/x", "--html", "/no/such/../such/x"},
                "--json: /no/such/x is already the file of another report"},
        Mistake{{"run", "--worker", MISBEHAVING_WORKER, "--expect", "declared"},
                "the worker does not list what its clients declare"},
        Mistake{{"rum"}, "\"rum\" is not a command. Did you mean \"run\"?"},
        Mistake{{}, "no command was given"}),
    [](const auto& one) { return std::to_string(one.index); });

TEST(CommandLine, WritesAReportBehindWhatItSaysWhereStandardOutputIsAFile) {
  const std::string out = ::testing::TempDir() + "/stdout-" + std::to_string(::getpid());
  std::filesystem::create_symlink("/proc/self/fd/1", out + ".link");
  const auto run_to_file = [&](const std::string& report) {
    return run_program({"/bin/sh", "-c",
                        "'" LEAKPROOF "' run scoped --on small --no-controls " + report + " '" +
                            out + ".link' > '" + out + "'"});
  };
  EXPECT_EQ(run_to_file("--markdown").exit_code, 0);
  std::ifstream file(out);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, HasSubstr("  clean        scoped × small"));
  EXPECT_THAT(text, HasSubstr("### leakproof: 1 of 1 trials clean\n"));
  EXPECT_TRUE(std::filesystem::is_symlink(out + ".link"));

  const Ended json = run_to_file("--json");
  EXPECT_EQ(json.exit_code, 2);
  EXPECT_THAT(json.errors, HasSubstr("it must be a regular file"));
  std::filesystem::remove(out + ".link");
  std::filesystem::remove(out);
}

TEST(CommandLine, ShowsTheEvidenceOfALeak) {
  const Ended ended = leakproof({"run", "naive", "--on", "plain", "--no-controls"});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.output, HasSubstr("naive × plain"));
  // As many as this version of libcurl opens for a handle.
  EXPECT_THAT(ended.output, AnyOf(HasSubstr("descriptors    +3.00/fetch [3.00, 3.00]"),
                                  HasSubstr("descriptors    +2.00/fetch [2.00, 2.00]")));
  EXPECT_THAT(ended.output, HasSubstr("0 of 1 trials clean"));
}

TEST(CommandLine, SaysWhatAClearedClientCouldNotHaveHidden) {
  const Ended ended = leakproof({"run", "scoped", "--on", "plain", "--no-controls"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr("would have caught"));
}

TEST(CommandLine, JudgesItsControlsFirst) {
  const Ended ended = leakproof({"run", "scoped", "--on", "small"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  const std::size_t controls = ended.output.find("controls: 5 of 5 as planted\n");
  ASSERT_NE(controls, std::string::npos) << ended.output;
  EXPECT_LT(controls, ended.output.find("scoped × small"));
}

TEST(CommandLine, IsQuietWhereAllIsWell) {
  const Ended ended = leakproof({"run", "pooled", "--on", "plain", "--no-controls", "--quiet"});
  EXPECT_EQ(ended.output, "1 of 1 trials clean\n");
}

TEST(CommandLine, ComparesClients) {
  if (LEAKPROOF_SANITIZED) GTEST_SKIP() << "a sanitizer sees other series of the heap";
  const Ended ended = leakproof({"run", "scoped", "naive", "--on", "plain,small", "--no-controls",
                                 "--expect", "declared", "--jobs", "1"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  expect_golden(without_figures(ended.output), "comparison.txt");
}

TEST(CommandLine, SaysWhereAResultIsNotTheDeclaredOne) {
  // Planted workers make no requests, which the origin detects.
  const Ended ended = leakproof({"run", "flushes", "--worker", PLANTED_WORKER, "--on", "plain",
                                 "--no-controls", "--expect", "declared"});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.output, HasSubstr("expected: clean"));
}

TEST(CommandLine, WritesEverythingForPrograms) {
  const std::string path =
      ::testing::TempDir() + "command_line_test_" + std::to_string(::getpid()) + ".json";
  const Ended ended = leakproof({"run", "naive", "pooled", "--on", "plain", "--no-controls",
                                 "--expect", "declared", "--json", path, "--seed", "7"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  std::ifstream file(path);
  const auto report = nlohmann::json::parse(file);
  EXPECT_EQ(report["schema_version"], 2);
  EXPECT_EQ(report["seed"], 7);
  EXPECT_GE(report["machine"]["cores"], 1);
  ASSERT_EQ(report["trials"].size(), 2U);
  for (const auto& trial : report["trials"]) {
    EXPECT_EQ(trial["ruling"], trial["expected"]);
    EXPECT_EQ(trial["scenario"], "plain");
    EXPECT_GE(trial["ledger"]["requests"], trial["fetches"]);
    EXPECT_EQ(trial["failed"], 0);
    EXPECT_GT(trial["peak_bytes"], 1 << 20);
    for (const auto& finding : trial["findings"]) {
      EXPECT_TRUE(finding["metric"] == "unreachable" || finding["samples"][0][0] == 0);
      EXPECT_TRUE(finding["ruling"] == "leaks" || !finding["floor"].is_null() ||
                  finding["ruling"] == "inconclusive")
          << finding["metric"];
    }
  }
  std::filesystem::remove(path);
}

TEST(CommandLine, EscapesWhatAWorkerCallsItself) {
  const std::string path =
      ::testing::TempDir() + "escapes_test_" + std::to_string(::getpid()) + ".json";
  const Ended ended = leakproof({"run", "\x1b[2J<script>\"", "--worker", MISBEHAVING_WORKER, "--on",
                                 "plain", "--no-controls", "--json", path});
  EXPECT_EQ(ended.exit_code, 3);
  EXPECT_THAT(ended.output, ::testing::Not(HasSubstr("\x1b")));
  std::ifstream file(path);
  EXPECT_EQ(nlohmann::json::parse(file)["trials"][0]["client"], "\\x1b[2J<script>\"");
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace leakproof
