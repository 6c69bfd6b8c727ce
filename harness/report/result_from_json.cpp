// SPDX-License-Identifier: MIT
#include "report/result_from_json.hpp"

#include <leakproof/client.hpp>
#include <leakproof/conclusion.hpp>
#include <leakproof/tolerance.hpp>

#include "model/advice.hpp"
#include "model/client_usage.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/metric.hpp"
#include "model/owner.hpp"
#include "model/plan.hpp"
#include "model/scenario.hpp"
#include "model/series.hpp"
#include "model/trial.hpp"
#include "model/verdict.hpp"
#include "report/words.hpp"

namespace leakproof::report {
namespace {

template <typename T>
std::vector<T> list(const JsonNode& node, T (*from)(const JsonNode&)) {
  std::vector<T> result;
  for (const JsonNode& item : node.items()) result.push_back(from(item));
  return result;
}

Scenario scenario_from(const JsonNode& node, std::string name) {
  return {.name = std::move(name),
          .group = node.at("group").text(),
          .summary = node.at("summary").text(),
          .expected_outcome = node.at("gets").one_of(
              std::array{ExpectedOutcome::whole_reply, ExpectedOutcome::error,
                         ExpectedOutcome::time_out, ExpectedOutcome::either},
              word),
          .has_body = node.at("has_body").truth(),
          .is_known = node.at("is_known").truth(),
          .requests_per_fetch = node.at("requests_per_fetch").integer<int>(),
          .connections_per_fetch = node.at("connections_per_fetch").integer<int>(),
          .horizon = node.at("horizon").integer_or_null()};
}

ClientUsage circumstances_from(const JsonNode& node) {
  return {.threads = node.at("threads").integer<int>(),
          .thread_each = node.at("thread_each").truth(),
          .client_each = node.at("client_each").truth(),
          .cancel_after = node.at("cancel_after").integer(),
          .timeout = std::chrono::milliseconds(node.at("timeout_ms").integer())};
}

Earlier earlier_from(const JsonNode& node) {
  return {.fetches = node.at("fetches").integer(), .seconds = node.at("seconds").number()};
}

Tolerance tolerance_from(const JsonNode& node) {
  return {.metric = node.at("metric").text(), .per_fetch = node.at("per_fetch").number()};
}

Trial trial_from(const JsonNode& node) {
  const JsonNode plan = node.at("plan");
  return {
      .client = node.at("client").text(),
      .about = node.at("about").text(),
      .scenario = scenario_from(node.at("behaviour"), node.at("scenario").text()),
      .expect = node.at("declares")
                    .at("expect")
                    .one_of(std::array{Expectation::clean, Expectation::leaks,
                                       Expectation::leaks_with_body, Expectation::leaks_on_failure},
                            word),
      .leaks_on = node.at("declares").at("leaks_on").text(),
      .client_usage = circumstances_from(node.at("circumstances")),
      .plan = {.horizon = plan.at("horizon").integer(),
               .at_least = plan.at("at_least").integer(),
               .lasts = std::chrono::seconds(plan.at("lasts_seconds").integer()),
               .earlier = earlier_from(plan.at("earlier")),
               .seed = node.at("seed").integer<std::uint64_t>(),
               .tolerances = list(plan.at("tolerances"), tolerance_from),
               .max_memory = plan.at("max_memory").integer(),
               .max_descriptors = plan.at("max_descriptors").integer()},
      .fetches_from_origin = node.at("fetches_from_origin").truth(),
      .again = node.at("again").text(),
      .place = node.at("place").integer(),
  };
}

Ledger ledger_from(const JsonNode& node) {
  return {.requests = node.at("requests").integer(),
          .complete = node.at("complete").integer(),
          .broken = node.at("broken").integer(),
          .connections = node.at("connections").integer(),
          .open = node.at("open").integer(),
          .closed_by_client = node.at("closed_by_client").integer(),
          .sent_bytes = node.at("sent_bytes").integer(),
          .close_wait = node.at("close_wait").integer_or_null(),
          .unread_bytes = node.at("unread_bytes").integer_or_null()};
}

std::vector<Sample> samples_from(const JsonNode& node) {
  std::vector<Sample> samples;
  for (const JsonNode& pair : node.items()) {
    const auto both = pair.items();
    if (both.size() != 2) pair.fail("is not a pair of fetches and value");
    samples.push_back({both[0].integer(), both[1].integer()});
    // Windows and curves rest on it.
    if (samples.size() > 1 && samples.back().fetches < samples[samples.size() - 2].fetches) {
      pair.fail("goes back in fetches");
    }
  }
  return samples;
}

constexpr std::array metric_kinds{
    MetricKind::heap,        MetricKind::unreachable,    MetricKind::runtime_heap,
    MetricKind::mapping,     MetricKind::private_memory, MetricKind::resident_memory,
    MetricKind::peak_memory, MetricKind::descriptor,     MetricKind::socket,
    MetricKind::thread,      MetricKind::connection};

Metric metric_from(const JsonNode& node) {
  const auto grain = node.at("grain").integer();
  if (grain < 1) node.at("grain").fail("is less than 1");
  return {.name = node.at("metric").text(),
          .kind = node.at("kind").one_of(metric_kinds, word),
          .unit = node.at("unit").one_of(std::array{Unit::bytes, Unit::count}, word),
          .grain = grain,
          .tolerable_per_fetch = node.at("tolerable_per_fetch").number(),
          .slack = node.at("slack").integer(),
          .horizon_share = node.at("horizon_share").number()};
}

Finding finding_from(const JsonNode& node) {
  const JsonNode floor = node.at("floor");
  return {
      .series = {.metric = metric_from(node), .samples = samples_from(node.at("samples"))},
      .verdict = {.ruling = node.at("ruling").one_of(
                      std::array{Ruling::clean, Ruling::leaks, Ruling::inconclusive}, word),
                  .fetches = node.at("fetches").integer(),
                  .growth = {.per_fetch = node.at("per_fetch").number(),
                             .low = node.at("low").number(),
                             .high = node.at("high").number()},
                  .floor = floor.is_null() ? std::nullopt : std::optional(floor.number()),
                  .reason = node.at("because").text()},
      .role = node.at("role").one_of(
          std::array{Role::decides, Role::one_sided, Role::fallback, Role::informational}, word)};
}

Owner owner_from(const JsonNode& node) {
  Owner owner{.metric = node.at("metric").text(),
              .source = node.at("source").text(),
              .count_per_fetch = node.at("count_per_fetch").number(),
              .bytes_per_fetch = node.at("bytes_per_fetch").number(),
              .share = node.at("share").number(),
              .yours = node.at("yours").integer_or_null<std::uint64_t>(),
              .details = node.at("besides").text()};
  for (const JsonNode& place : node.at("stack").items()) {
    owner.stack.push_back({.function = place.at("function").text(),
                           .file = place.at("file").text(),
                           .line = place.at("line").integer<int>(),
                           .module = place.at("module").text(),
                           .offset = static_cast<std::uint64_t>(place.at("offset").integer())});
  }
  if (owner.stack.empty()) node.at("stack").fail("is empty");
  if (owner.yours && *owner.yours >= owner.stack.size()) {
    node.at("yours").fail("is no place of the stack");
  }
  return owner;
}

Advice advice_from(const JsonNode& node) {
  return {.kind = node.at("kind").text(),
          .evidence = node.at("evidence").text(),
          .suggestion = node.at("suggestion").text(),
          .example = node.at("example").text()};
}

}  // namespace

Result result_from(const JsonNode& node) {
  const JsonNode advice = node.at("advice");
  return {.trial = trial_from(node),
          .banner = node.at("greeting").text(),
          .ruling = node.at("ruling").one_of(
              std::array{Conclusion::clean, Conclusion::leaks, Conclusion::inconclusive,
                         Conclusion::invalid, Conclusion::skipped},
              word),
          .reason = node.at("because").text(),
          .fetches = node.at("fetches").integer(),
          .failed = node.at("failed").integer(),
          .seconds = node.at("seconds").number(),
          .fetching_seconds = node.at("fetching_seconds").number(),
          .looking_seconds = node.at("looking_seconds").number(),
          .peak_bytes = node.at("peak_bytes").integer_or_null(),
          .allocations = node.at("allocations").integer_or_null(),
          .ledger = ledger_from(node.at("ledger")),
          .findings = list(node.at("findings"), finding_from),
          .not_observable = list<std::string>(node.at("not_observable"),
                                              [](const JsonNode& name) { return name.text(); }),
          .owners = list(node.at("owners"), owner_from),
          .unattributed = node.at("unattributed").text(),
          .advice = advice.is_null() ? std::nullopt : std::optional(advice_from(advice))};
}

Machine machine_from(const JsonNode& node) {
  return {.system = node.at("system").text(),
          .architecture = node.at("architecture").text(),
          .c_library = node.at("c_library").text(),
          .cores = node.at("cores").integer<unsigned>(),
          .memory_bytes = node.at("memory_bytes").integer(),
          .page_bytes = node.at("page_bytes").integer()};
}

}  // namespace leakproof::report
