// SPDX-License-Identifier: MIT
// A member that is missing in the list of fields would be lost when a file is read back.
#include "report/json/fields.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "report/json/kinds.hpp"
#include "report/json/read.hpp"
#include "report/json/write.hpp"
#include "support/members.hpp"

namespace leakproof::report {
namespace {

template <typename T>
inline constexpr bool is_leaf = is_plain<T> || std::is_enum_v<T> || is_duration<T> ||
                                is_optional<T> || std::is_same_v<T, Sample>;

/// Calls `check(a, b, path)` for each pair of corresponding values in two objects.
template <typename T, typename Check>
void for_each_value(const T& a, const T& b, const std::string& path, Check check) {
  if constexpr (is_leaf<T>) {
    check(a, b, path);
  } else if constexpr (is_list<T>) {
    check(a.size(), b.size(), path + ".size()");
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
      for_each_value(a[i], b[i], path + "[" + std::to_string(i) + "]", check);
    }
  } else {
    const auto of_a = testing::members(a);
    const auto of_b = testing::members(b);
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (for_each_value(std::get<I>(of_a), std::get<I>(of_b), path + "." + std::to_string(I), check),
       ...);
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(of_a)>>());
  }
}

template <typename T>
void expect_no_default(const T& value, const std::string& path) {
  for_each_value(value, T{}, path, [](const auto& a, const auto& b, const std::string& where) {
    EXPECT_NE(a, b) << "member " << where << " has its default value";
  });
}

/// No member has its default value, so that a member that is not read back is detected.
Result full_result() {
  const Metric metric{.name = "js_heap",
                      .kind = MetricKind::runtime_heap,
                      .unit = Unit::count,
                      .grain = 8,
                      .tolerable_per_fetch = 1.5,
                      .tolerated_per_fetch = 2.5,
                      .slack = 3,
                      .horizon_share = 0.25};
  return {.trial = {.client = "client",
                    .about = "about",
                    .scenario = {.name = "scenario",
                                 .group = "group",
                                 .summary = "summary",
                                 .expected_outcome = ExpectedOutcome::time_out,
                                 .has_body = false,
                                 .compressed = true,
                                 .is_known = false,
                                 .requests_per_fetch = 2,
                                 .connections_per_fetch = 3,
                                 .horizon = 4},
                    .expect = Expectation::leaks_on_failure,
                    .leaks_on = "leaks on",
                    .client_usage = {.threads = 5,
                                     .thread_each = true,
                                     .client_each = true,
                                     .cancel_after = 6,
                                     .timeout = std::chrono::milliseconds(7)},
                    .plan = {.horizon = 8,
                             .at_least = 9,
                             .lasts = std::chrono::seconds(10),
                             .earlier = {.fetches = 11, .seconds = 12.5},
                             .seed = 18446744073709551615U,
                             .tolerances = {{.metric = "metric", .per_fetch = 13.5}},
                             .max_memory = 14,
                             .max_descriptors = 15},
                    .fetches_from_origin = false,
                    .repro_command = "command",
                    .attribution = Attribution::always,
                    .mine = {"mine"},
                    .place = 16},
          .banner = "banner",
          .leaves_bodies = true,
          .ruling = Conclusion::skipped,
          .reason = "reason",
          .known = KnownState::gone,
          .known_details = "known details",
          .fetches = 17,
          .failed = 18,
          .retried_after = 181,
          .seconds = 19.5,
          .fetching_seconds = 20.5,
          .looking_seconds = 21.5,
          .peak_bytes = 22,
          .allocations = 23,
          .ledger = {.requests = 24,
                     .complete = 25,
                     .broken = 26,
                     .connections = 26,
                     .refused = 27,
                     .strangers = 27,
                     .without_upstream = 27,
                     .open = 28,
                     .closed_by_client = 29,
                     .sent_bytes = 30,
                     .close_wait = 31,
                     .unread_bytes = 32},
          .findings = {{.series = {.metric = metric, .samples = {{1, 2}, {3, -4}}},
                        .verdict = {.ruling = Ruling::leaks,
                                    .fetches = 33,
                                    .growth = {.per_fetch = 34.5, .low = 35.5, .high = 36.5},
                                    .rises = true,
                                    .floor = 37.5,
                                    .reason = "reason"},
                        .role = Role::one_sided,
                        .role_reason = "it never falls"}},
          .not_observable = {"threads"},
          .preload_obstacle = "statically linked",
          .left_running = {"process 7 (sleep)"},
          .uncollected = "runtime",
          .collection_obstacle = "stripped",
          .owners = {{.metric = "metric",
                      .source = "source",
                      .count_per_fetch = 38.5,
                      .bytes_per_fetch = 39.5,
                      .share = 0.5,
                      .stack = {{.function = "function",
                                 .file = "file",
                                 .line = 40,
                                 .module = "module",
                                 .offset = 18446744073709551615U,
                                 .code = "code",
                                 .excerpt = "> 1  code"}},
                      .yours = 0,
                      .release = "release",
                      .details = "details"}},
          .owner_fetches = 300,
          .unattributed = "unattributed"};
}

ResultsFile full_file() {
  return {.run = {.version = "version",
                  .seed = 1,
                  .jobs = 2,
                  .declared = true,
                  .inconclusive = OnInconclusive::warn,
                  .trials = 3,
                  .planned_trials = 4,
                  .shard = {.index = 5, .of = 6, .said_by = "CI"},
                  .plan = "digest"},
          .machine = {.system = "system",
                      .architecture = "architecture",
                      .c_library = "library",
                      .cores = 7,
                      .memory_bytes = 8,
                      .page_bytes = 9},
          .controls = {{.name = "name", .found = true, .reason = "reason"}},
          .results = {full_result()},
          .under_way = {full_result()},
          .advice = {{.trial = {.client = "client",
                                .scenario = "scenario",
                                .seed = 10,
                                .client_usage = {.threads = 5,
                                                 .thread_each = true,
                                                 .client_each = true,
                                                 .cancel_after = 6,
                                                 .timeout = std::chrono::milliseconds(7)}},
                      .advice = {.kind = "kind",
                                 .evidence = "evidence",
                                 .suggestion = "suggestion",
                                 .line = Place{.function = "fetch", .file = "a.py", .line = 7},
                                 .line_only_fetches = true}}},
          .finished = true,
          .damage = "not written"};
}

TEST(Fields, AreTestedByAFileInWhichNoMemberHasItsDefault) {
  const ResultsFile file = full_file();
  expect_no_default(file, "file");
  const Result& result = file.results[0];
  expect_no_default(result, "result");
  expect_no_default(result.trial.plan.tolerances[0], "tolerance");
  expect_no_default(result.findings[0], "finding");
  expect_no_default(result.owners[0], "owner");
  expect_no_default(result.owners[0].stack[0], "place");
  expect_no_default(file.controls[0], "control");
  expect_no_default(file.advice[0], "advice");
}

TEST(Fields, AreReadBackAsTheyWereWritten) {
  ResultsFile file = full_file();
  const auto read_back = from_json<ResultsFile>({to_json(file), ""});
  file.damage.clear();  // set when a file is read, never written
  for_each_value(file, read_back, "file",
                 [](const auto& written, const auto& read, const std::string& where) {
                   EXPECT_EQ(written, read) << "member " << where << " is not in the list";
                 });
}

TEST(Fields, OfAnEmptyFileAreReadBackToo) {
  ResultsFile file;
  file.run.shard = {};
  const auto read_back = from_json<ResultsFile>({to_json(file), ""});
  for_each_value(file, read_back, "file",
                 [](const auto& written, const auto& read, const std::string& where) {
                   EXPECT_EQ(written, read) << where;
                 });
}

}  // namespace
}  // namespace leakproof::report
