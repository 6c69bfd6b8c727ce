// SPDX-License-Identifier: MIT
#include "report/made_up.hpp"

#include <random>

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>

#include "model/advice.hpp"
#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/owner.hpp"
#include "model/result.hpp"
#include "model/run_info.hpp"
#include "model/scenario.hpp"
#include "model/verdict.hpp"

namespace leakproof::testing {
namespace {

Finding series(Metric metric, double slope, double noise, std::int64_t base, bool decides) {
  std::mt19937_64 random(metric.name.size());
  Finding finding{.series = {.metric = std::move(metric)},
                  .role = decides ? Role::decides : Role::informational,
                  .role_reason = decides ? "" : "the heap is observable and decides instead"};
  std::int64_t fetches = 0;
  for (int i = 0; i < 320; ++i) {
    const double wobble = noise * static_cast<double>(random() % 1000) / 1000;
    finding.series.samples.push_back(
        {fetches, base + static_cast<std::int64_t>(slope * static_cast<double>(fetches) + wobble)});
    fetches += 1 + static_cast<std::int64_t>(random() % 18);
  }
  const bool leaks = slope > 0;
  finding.verdict = {.ruling = leaks ? Ruling::leaks : Ruling::clean,
                     .fetches = finding.series.samples.back().fetches,
                     .growth = {slope, slope * 0.98, leaks ? slope * 1.03 : noise / 5000},
                     .reason = leaks ? "rose in each of the last 12 windows without slowing, "
                                       "at two run lengths"
                                     : "no window grew by 4 B/fetch"};
  if (!leaks) finding.verdict.floor = 0.31 + noise / 2000;
  return finding;
}

Owner owner_of(double bytes) {
  return {.metric = "heap_bytes",
          .source = "call stacks",
          .count_per_fetch = 1,
          .bytes_per_fetch = bytes,
          .share = 0.97,
          .stack = {{"__GI___strdup", "./string/strdup.c", 42, ""},
                    {"curl_slist_append", "", 0, "libcurl.so.4.8.0"},
                    {"leakproof::clients::Mine::fetch(Request const&)",
                     "/home/me/repo/clients/adapters/mine.cpp", 16, "", 0x1f2a},
                    {"main", "/home/me/repo/clients/main.cpp", 9, ""}},
          .yours = 2,
          .details = "blocks of 24 bytes"};
}

}  // namespace

Result made_up(const std::string& client, const std::string& scenario, double bytes) {
  Result result{.trial = {.client = client,
                          .about = "a handle per fetch, released by its scope",
                          .scenario = {.name = scenario,
                                       .group = scenario.substr(0, scenario.find('-')),
                                       .summary = "16 KiB, and what becomes of them",
                                       .expected_outcome = ExpectedOutcome::either,
                                       .horizon = 500},
                          .expect = Expectation::leaks_with_body,
                          .leaks_on = "uploads",
                          .client_usage = {.threads = 2, .cancel_after = 100},
                          .plan = {.horizon = 2001, .at_least = 7, .seed = 1},
                          .repro_command =
                              "leakproof run '" + client + "' --on " + scenario + " --threads 2"},
                .banner = client + " 7.88.1",
                .ruling = bytes > 0 ? Conclusion::leaks : Conclusion::clean,
                .reason = bytes > 0 ? "heap_blocks +1.00/fetch, heap_bytes +24.0 B/fetch"
                                    : "no growth in heap_blocks, heap_bytes, descriptors",
                .fetches = 3004,
                .failed = 12,
                .seconds = 0.875,
                .fetching_seconds = 0.75,
                .peak_bytes = 12'345'678,
                .allocations = 360'480,
                .ledger = {.requests = 3010,
                           .complete = 3000,
                           .broken = 4,
                           .connections = 7,
                           .open = 1,
                           .closed_by_client = 6,
                           .sent_bytes = 49'000'000,
                           .close_wait = 0,
                           .unread_bytes = 12},
                .not_observable = {"js_heap"},
                .left_running = {"process 7 (sleep 1000)"}};
  result.findings = {
      series({.name = "heap_blocks",
              .kind = MetricKind::heap,
              .unit = Unit::count,
              .tolerable_per_fetch = 0.05},
             bytes > 0 ? 1 : 0, 3, 1163, true),
      series(
          {.name = "heap_bytes", .kind = MetricKind::heap, .grain = 16, .tolerable_per_fetch = 4},
          bytes, 900, 1'165'300, true),
      series({.name = "descriptors",
              .kind = MetricKind::descriptor,
              .unit = Unit::count,
              .tolerable_per_fetch = 0.01,
              .horizon_share = 0.2},
             0, 2, 9, true),
      series({.name = "threads",
              .kind = MetricKind::thread,
              .unit = Unit::count,
              .tolerable_per_fetch = 0.01},
             0, 0, 1, true),
      series({.name = "connections",
              .kind = MetricKind::connection,
              .unit = Unit::count,
              .tolerable_per_fetch = 0.01},
             0, 1.5, 1, true),
      series({.name = "mapped_bytes",
              .kind = MetricKind::mapping,
              .grain = 4096,
              .tolerable_per_fetch = 100},
             0, 9000, 4'000'000, true),
      series({.name = "anonymous",
              .kind = MetricKind::private_memory,
              .grain = 4096,
              .tolerable_per_fetch = 100,
              .slack = 131072},
             0, 50000, 3'000'000, false),
      series({.name = "resident",
              .kind = MetricKind::resident_memory,

              .grain = 4096,
              .tolerable_per_fetch = 100},
             0, 90000, 9'000'000, false)};
  if (bytes > 0) {
    result.owners = {owner_of(bytes)};
    result.unattributed = "3 % of heap_bytes: blocks older than the recording";
  }
  return result;
}

std::vector<Result> awkward_results() {
  Result script = made_up("<script>alert(1)</script>", "plain", 24);
  script.reason = "]]> </script> & \"quotes\" 100 %\nsecond line \x01\x02 \xff a|b `code` @me";
  script.banner = "\x1b[2J<b>bold</b>";
  Result open = made_up("open, comma: colon", "basic-large", 0);
  open.ruling = Conclusion::inconclusive;
  open.findings[0].verdict.ruling = Ruling::inconclusive;
  open.findings[0].verdict.floor.reset();
  open.reason = "heap_blocks: moves too much for a verdict yet";
  Result broken{.trial = {.client = "broken", .scenario = {.name = "plain", .group = "plain"}},
                .reason = "the client failed after 0 fetches: it died"};
  Result skipped{.trial = {.client = "skipped", .scenario = {.name = "plain", .group = "plain"}},
                 .ruling = Conclusion::skipped,
                 .reason = "not installed: python3-aiohttp"};
  Result declared = made_up("scoped", "plain", 24);
  declared.trial.plan.seed = 2;
  return {std::move(script),  made_up("scoped", "plain", 0),
          std::move(open),    std::move(broken),
          std::move(skipped), std::move(declared)};
}

std::vector<Result> listed_results() {
  Result known = made_up("known-client", "plain", 24);
  known.known = KnownState::known;
  known.known_details = "as listed in known.toml";
  Result changed = made_up("changed-client", "plain", 24);
  changed.known = KnownState::changed;
  changed.known_details = "not as listed in known.toml: known at +16 B/fetch, now +48 B/fetch";
  Result gone = made_up("gone-client", "plain", 0);
  gone.known = KnownState::gone;
  gone.known_details = "A known leak is gone: remove its entry from known.toml: memory in f (a.c)";
  Result open = made_up("open-client", "plain", 0);
  open.ruling = Conclusion::inconclusive;
  open.reason = "heap_blocks: moves too much for a verdict yet";
  open.retried_after = 22'782;
  return {std::move(known), std::move(changed), std::move(gone), std::move(open)};
}

std::vector<TrialAdvice> made_up_advice(std::span<const Result> results) {
  std::vector<TrialAdvice> advice;
  for (const Result& result : results) {
    if (result.owners.empty()) continue;
    advice.push_back(
        {.trial = trial_name_of(result.trial),
         .advice = {"response kept", "+24.0 B/fetch in 1.00 blocks/fetch, all of one stack",
                    "Free the list with curl_slist_free_all.",
                    Place{.function = "Mine::fetch",
                          .file = "/home/me/repo/clients/adapters/mine.cpp",
                          .line = 16,
                          .excerpt = "  15  {\n> 16  list = append(list, \"```</script>\");"}}});
  }
  return advice;
}

RunInfo made_up_run(std::size_t trials) {
  return {.version = "0.1.0", .seed = 1, .jobs = 2, .declared = false, .trials = trials};
}

}  // namespace leakproof::testing
