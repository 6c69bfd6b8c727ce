// SPDX-License-Identifier: MIT
#include "report/console.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "report/json/fields.hpp"
#include "report/json/kinds.hpp"
#include "report/made_up.hpp"

namespace leakproof::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string console(ConsoleStyle style,
                    const std::vector<Result>& results = testing::awkward_results(),
                    OnInconclusive inconclusive = OnInconclusive::fail) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  {
    RunInfo info = testing::made_up_run(results.size());
    info.inconclusive = inconclusive;
    Console reporter(out, style, info);
    for (const Result& result : results) {
      reporter.started(result.trial);
      reporter.add(result);
    }
    reporter.finish(testing::made_up_advice(results));
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
  EXPECT_THAT(text, HasSubstr("repro          leakproof run"));
  EXPECT_THAT(text, HasSubstr("\n  scoped: response kept\n"
                              "    line           Mine::fetch (/home/me/repo/clients/adapters/"
                              "mine.cpp:16), which makes what is kept\n"
                              "    code             15  {\n"
                              "                   > 16  list = append("));
}

TEST(Console, ShowsWhatIsKnownAndWhatIsNot) {
  const std::string text = console({}, testing::listed_results(), OnInconclusive::warn);
  EXPECT_THAT(text, HasSubstr("\n  known        known-client × plain"));
  EXPECT_THAT(text, HasSubstr("    known          as listed in known.toml\n"));
  EXPECT_THAT(text, HasSubstr("\n! leaks        changed-client × plain"));
  EXPECT_THAT(text, HasSubstr("known at +16 B/fetch, now +48 B/fetch"));
  EXPECT_THAT(text, HasSubstr("A known leak is gone: remove its entry from known.toml"));
  EXPECT_THAT(text, HasSubstr("\n? inconclusive open-client × plain"));
  EXPECT_THAT(text, HasSubstr("retried        with 3,004 fetches; inconclusive after 22,782\n"));
  EXPECT_THAT(text, HasSubstr("1 of 4 trials clean, 1 known to leak, 1 inconclusive\n"));
}

TEST(Console, PrintsInAQuietRunWhatNeedsAnEditOrIsAWarning) {
  const std::string text =
      console({.quiet = true}, testing::listed_results(), OnInconclusive::warn);
  EXPECT_THAT(text, Not(HasSubstr("known-client × plain")));
  EXPECT_THAT(text, HasSubstr("gone-client × plain"));
  EXPECT_THAT(text, HasSubstr("open-client × plain"));
}

// Sets every text of a value that is described to the given one.
class EveryText {
 public:
  explicit EveryText(std::string text) : text_(std::move(text)) {}
  void type(const char*, const char*) {}
  void constant(const char*, int) {}
  template <typename T>
  void derived(const char*, const T&, const char*) {}
  template <typename T>
  void unless_empty(const char*, std::vector<T>& list, const char*) {
    set(list);
  }
  template <typename T>
  void operator()(const char*, T& value, const char*, std::int64_t = 0) {
    set(value);
  }

  template <typename T>
  void set(T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      value = text_;
    } else if constexpr (is_list<T>) {
      for (auto& item : value) set(item);
    } else if constexpr (std::is_class_v<T> && !is_optional<T> && !is_duration<T> &&
                         !std::is_same_v<T, Sample>) {
      describe(*this, value);
    }
  }

 private:
  std::string text_;
};

TEST(Console, PrintsNothingThatATerminalOrACIServiceWouldObey) {
  std::vector<Result> results = testing::awkward_results();
  RunInfo info = testing::made_up_run(results.size());
  std::vector<TrialAdvice> advice = testing::made_up_advice(results);
  std::vector<Control> controls{{.name = "heap", .found = false, .reason = "missed"}};
  EveryText hostile(
      "::error::x\n  ::stop-commands::y ##[group]z\r\x1b[2J\xC2\x9B"
      "2J\x07");
  hostile.set(results);
  hostile.set(advice);
  hostile.set(controls);

  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  {
    Console reporter(out, {.width = 80}, info);
    reporter.controls(controls);
    for (const Result& result : results) {
      reporter.started(result.trial);
      reporter.add(result);
      reporter.interrupted(result);
    }
    reporter.finish(advice);
  }
  std::fclose(out);
  std::istringstream lines(std::string(text, size));
  std::free(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_THAT(line, Not(::testing::ContainsRegex("^ *::[a-z]"))) << line;
    EXPECT_THAT(line, Not(HasSubstr("##["))) << line;
    EXPECT_TRUE(std::ranges::none_of(line, [](unsigned char c) { return c < ' '; })) << line;
    EXPECT_THAT(line, Not(HasSubstr("\xC2\x9B"))) << line;
  }
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
    // Only stacks and quotes from a worker are not wrapped.
    const bool quoted = line.find(".c") != line.npos || line.find("]]>") != line.npos ||
                        line.find("<script") != line.npos;
    EXPECT_TRUE(quoted || columns_of(line) <= 70) << columns_of(line) << " " << line;
  }
}

TEST(Console, AdvisesOnlyOnTrialsWhoseEvidenceItHasShown) {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const out = open_memstream(&text, &size);
  RunInfo info = testing::made_up_run(1);
  info.declared = true;  // and leaks as declared
  std::vector<Result> results{testing::made_up("naive", "plain", 24)};
  results[0].trial.expect = Expectation::leaks;
  {
    Console reporter(out, {}, info);
    reporter.started(results[0].trial);
    reporter.add(results[0]);
    reporter.finish(testing::made_up_advice(results));
  }
  std::fclose(out);
  EXPECT_THAT(std::string(text, size), Not(HasSubstr("Advice")));
  std::free(text);
}

using namespace std::chrono_literals;

/// A console of which each event adds to what has been written. The test moves its clock.
class Watched {
 public:
  explicit Watched(ConsoleStyle style) : console_(out_, style, testing::made_up_run(2), clock()) {
    written();
  }
  ~Watched() {
    std::fclose(out_);
    std::free(text_);
  }
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  Console* operator->() { return &console_; }
  std::chrono::steady_clock::time_point now{};

  /// What was written since the last call.
  std::string written() {
    std::fflush(out_);
    const std::string all(text_, size_);
    return all.substr(std::exchange(seen_, all.size()));
  }

 private:
  std::function<std::chrono::steady_clock::time_point()> clock() {
    return [this] { return now; };
  }

  char* text_ = nullptr;
  std::size_t size_ = 0;
  std::size_t seen_ = 0;
  std::FILE* out_ = open_memstream(&text_, &size_);
  Console console_;
};

const Trial slow{.client = "slow", .scenario = {.name = "plain"}};

Progress halfway() {
  return {.trial = slow,
          .fetches = 12'345,
          .seconds = 5,
          .seconds_to_look = 4,
          .rising = {{.metric = "heap_bytes", .per_fetch = 24}}};
}

TEST(Console, ShowsOnATerminalWhatALongTrialDoes) {
  Watched console({.live = true, .width = 100});
  console->started(slow);
  EXPECT_EQ(console.written(), "\r\033[J[0/2] slow × plain");
  console->progressed(halfway());
  EXPECT_EQ(console.written(), "\r\033[J[0/2] slow × plain") << "it may soon be over";
  console.now += 2s;
  console->passed_a_second();
  EXPECT_EQ(console.written(),
            "\r\033[J[0/2] slow × plain\n"
            "  slow × plain: 12,345 fetches in 5.0 s, 2,469/s, next look in 4.0 s\n"
            "    so far rising: heap_bytes +24.0 B/fetch");
  console->passed_a_second();
  EXPECT_THAT(console.written(), ::testing::StartsWith("\r\033[2A\033[J[0/2]"));
  console->add(testing::made_up("slow", "plain", 0));
  EXPECT_THAT(console.written(),
              AllOf(::testing::StartsWith("\r\033[2A\033[J"), ::testing::EndsWith("\r\033[J")));
}

TEST(Console, ShowsNoMoreThanFiveLongTrialsOnATerminal) {
  Watched console({.live = true});
  for (std::int64_t place = 0; place < 7; ++place) {
    console->started({.client = "again", .scenario = {.name = "plain"}, .place = place});
  }
  console.written();
  console.now += 2s;
  console->passed_a_second();
  EXPECT_EQ(std::ranges::count(console.written(), '\n'), 5);
}

TEST(Console, WritesToALogEveryMinuteWhatALongTrialDoes) {
  Watched console({});
  console->started(slow);
  console.now += 59s;
  console->progressed(halfway());
  console->passed_a_second();
  EXPECT_EQ(console.written(), "");
  console.now += 1s;
  console->passed_a_second();
  EXPECT_EQ(
      console.written(),
      "  under way    slow × plain              12,345 fetches in 5.0 s, 2,469/s, next look in "
      "4.0 s; so far rising: heap_bytes +24.0 B/fetch\n");
  console.now += 59s;
  console->passed_a_second();
  EXPECT_EQ(console.written(), "");
  Progress later = halfway();
  later.is_later_look = true;
  console->progressed(later);
  EXPECT_THAT(console.written(), HasSubstr("under way"));
  console.now += 60s;
  console->passed_a_second();
  EXPECT_THAT(console.written(), HasSubstr("under way"));
}

TEST(Console, SaysThatNoFetchHasEndedWhereNoneHas) {
  Watched console({});
  console->started(slow);
  console.now += 60s;
  console->passed_a_second();
  EXPECT_THAT(console.written(), HasSubstr("no fetch has ended"));
}

TEST(Console, SaysWhatIsKnownOfATrialThatIsInterrupted) {
  Watched console({});
  Result result = testing::made_up("slow", "plain", 24);
  console->started(result.trial);
  console->interrupted(result);
  EXPECT_THAT(
      console.written(),
      AllOf(HasSubstr("  interrupted  slow × plain "),
            HasSubstr("so far rising: heap_blocks +1.00/fetch, heap_bytes +24.0 B/fetch\n")));
  console.now += 60s;
  console->passed_a_second();
  EXPECT_EQ(console.written(), "");
  Watched quiet({.quiet = true});
  quiet->interrupted(result);
  EXPECT_EQ(quiet.written(), "");
}

}  // namespace
}  // namespace leakproof::report
