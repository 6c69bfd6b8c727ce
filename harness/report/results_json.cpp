// SPDX-License-Identifier: MIT
#include "report/results_json.hpp"

#include <nlohmann/json.hpp>

#include "judge/expectation.hpp"
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
#include "report/words.hpp"

namespace leakproof::report {
namespace {

using Json = nlohmann::ordered_json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json to_json(const Machine& machine) {
  return {{"system", machine.system},
          {"architecture", machine.architecture},
          {"c_library", machine.c_library},
          {"cores", machine.cores},
          {"memory_bytes", machine.memory_bytes},
          {"page_bytes", machine.page_bytes}};
}

Json to_json(const Scenario& scenario) {
  return {{"group", scenario.group},
          {"summary", scenario.summary},
          {"gets", word(scenario.expected_outcome)},
          {"has_body", scenario.has_body},
          {"is_known", scenario.is_known},
          {"requests_per_fetch", scenario.requests_per_fetch},
          {"connections_per_fetch", scenario.connections_per_fetch},
          {"horizon", or_null(scenario.horizon)}};
}

Json to_json(const ClientUsage& client_usage) {
  return {{"threads", client_usage.threads},
          {"thread_each", client_usage.thread_each},
          {"client_each", client_usage.client_each},
          {"cancel_after", client_usage.cancel_after},
          {"timeout_ms", client_usage.timeout.count()}};
}

Json to_json(const Plan& plan) {
  Json tolerances = Json::array();
  for (const auto& [metric, per_fetch] : plan.tolerances) {
    tolerances.push_back({{"metric", metric}, {"per_fetch", per_fetch}});
  }
  return {{"horizon", plan.horizon},
          {"at_least", plan.at_least},
          {"lasts_seconds", plan.lasts.count()},
          {"earlier", {{"fetches", plan.earlier.fetches}, {"seconds", plan.earlier.seconds}}},
          {"tolerances", std::move(tolerances)},
          {"max_memory", plan.max_memory},
          {"max_descriptors", plan.max_descriptors}};
}

Json to_json(const Ledger& ledger) {
  return {{"requests", ledger.requests},
          {"complete", ledger.complete},
          {"broken", ledger.broken},
          {"connections", ledger.connections},
          {"open", ledger.open},
          {"closed_by_client", ledger.closed_by_client},
          {"sent_bytes", ledger.sent_bytes},
          {"close_wait", or_null(ledger.close_wait)},
          {"unread_bytes", or_null(ledger.unread_bytes)}};
}

Json to_json(const Finding& finding) {
  const auto& [series, verdict, role] = finding;
  const Metric& metric = series.metric;
  Json samples = Json::array();
  for (const Sample& sample : series.samples) samples.push_back({sample.fetches, sample.value});
  return {{"metric", metric.name},           {"kind", word(metric.kind)},
          {"unit", word(metric.unit)},       {"role", word(role)},
          {"grain", metric.grain},           {"tolerable_per_fetch", metric.tolerable_per_fetch},
          {"slack", metric.slack},           {"horizon_share", metric.horizon_share},
          {"decides", finding.decides()},    {"ruling", word(verdict.ruling)},
          {"fetches", verdict.fetches},      {"per_fetch", verdict.growth.per_fetch},
          {"low", verdict.growth.low},       {"high", verdict.growth.high},
          {"floor", or_null(verdict.floor)}, {"because", verdict.reason},
          {"samples", std::move(samples)}};
}

Json to_json(const Owner& owner) {
  Json stack = Json::array();
  for (const Place& place : owner.stack) {
    stack.push_back({{"function", place.function},
                     {"file", place.file},
                     {"line", place.line},
                     {"module", place.module},
                     {"offset", place.offset}});
  }
  return {{"metric", owner.metric},
          {"source", owner.source},
          {"count_per_fetch", owner.count_per_fetch},
          {"bytes_per_fetch", owner.bytes_per_fetch},
          {"share", owner.share},
          {"yours", or_null(owner.yours)},
          {"besides", owner.details},
          {"stack", std::move(stack)}};
}

Json to_json(const Advice& advice) {
  return {{"kind", advice.kind},
          {"evidence", advice.evidence},
          {"suggestion", advice.suggestion},
          {"example", advice.example}};
}

template <typename T>
Json list(const std::vector<T>& values) {
  Json result = Json::array();
  for (const T& value : values) result.push_back(to_json(value));
  return result;
}

}  // namespace

Json to_json(const Result& result, bool declared) {
  const Trial& trial = result.trial;
  return {{"client", trial.client},
          {"scenario", trial.scenario.name},
          {"about", trial.about},
          {"greeting", result.banner},
          {"seed", trial.plan.seed},
          {"place", trial.place},
          {"fetches", result.fetches},
          {"failed", result.failed},
          {"seconds", result.seconds},
          {"fetching_seconds", result.fetching_seconds},
          {"looking_seconds", result.looking_seconds},
          {"ruling", word(result.ruling)},
          {"expected", declared ? Json(word(expected(result))) : Json(nullptr)},
          {"because", result.reason},
          {"again", trial.again},
          {"declares", {{"expect", word(trial.expect)}, {"leaks_on", trial.leaks_on}}},
          {"behaviour", to_json(trial.scenario)},
          {"circumstances", to_json(trial.client_usage)},
          {"plan", to_json(trial.plan)},
          {"fetches_from_origin", trial.fetches_from_origin},
          {"ledger", to_json(result.ledger)},
          {"peak_bytes", or_null(result.peak_bytes)},
          {"allocations", or_null(result.allocations)},
          {"not_observable", result.not_observable},
          {"owners", list(result.owners)},
          {"unattributed", result.unattributed},
          {"advice", result.advice ? to_json(*result.advice) : Json(nullptr)},
          {"findings", list(result.findings)}};
}

Json to_json(const RunInfo& info, const std::vector<Control>& controls, const Machine& machine) {
  Json planted = Json::array();
  for (const Control& control : controls) {
    planted.push_back(
        {{"name", control.name}, {"as_planted", control.found}, {"because", control.reason}});
  }
  return {{"schema_version", results_schema_version},
          {"leakproof", info.version},
          {"machine", to_json(machine)},
          {"seed", info.seed},
          {"jobs", info.jobs},
          {"declared", info.declared},
          {"trials_planned", info.trials},
          {"shard",
           {{"index", info.shard.index},
            {"of", info.shard.of},
            {"trials", info.planned_trials},
            {"plan", info.plan}}},
          {"controls", std::move(planted)}};
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace leakproof::report
