// SPDX-License-Identifier: MIT
#include "report/results_file.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/text.hpp"
#include "report/words.hpp"

namespace leakproof::report {
namespace {

using Json = nlohmann::json;

constexpr int schema_version = 1;
constexpr std::uintmax_t largest_file = std::uintmax_t{1} << 30;

template <typename T>
std::optional<T> optional(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<T>());
}

template <typename Enum, std::size_t n>
Enum from_word(const std::string& text, const std::array<Enum, n>& known) {
  for (const Enum value : known) {
    if (word(value) == text) return value;
  }
  throw std::runtime_error("\"" + printable(text) + "\" is not known");
}

Conclusion conclusion(const Json& text) {
  using enum Conclusion;
  return from_word(text.get<std::string>(),
                   std::array{clean, leaks, inconclusive, invalid, skipped});
}

Ruling ruling(const Json& text) {
  return from_word(text.get<std::string>(),
                   std::array{Ruling::clean, Ruling::leaks, Ruling::inconclusive});
}

Ledger ledger(const Json& json) {
  return {.requests = json.at("requests"),
          .complete = json.at("complete"),
          .broken = json.at("broken"),
          .connections = json.at("connections"),
          .open = json.at("open"),
          .closed_by_client = json.at("closed_by_client"),
          .close_wait = optional<std::int64_t>(json.at("close_wait"))};
}

Finding finding(const Json& json) {
  Finding result;
  result.decides = json.at("decides");
  result.series.metric.name = json.at("metric");
  result.series.metric.unit = json.at("unit") == "bytes" ? Unit::bytes : Unit::count;
  for (const Json& sample : json.at("samples")) {
    result.series.samples.push_back({sample.at(0), sample.at(1)});
  }
  result.verdict = {
      .ruling = ruling(json.at("ruling")),
      .fetches = json.at("fetches"),
      .growth = {.per_fetch = json.at("per_fetch"), .low = json.at("low"), .high = json.at("high")},
      .floor = optional<double>(json.at("floor")),
      .because = json.at("because")};
  return result;
}

Owner owner(const Json& json) {
  Owner result{.metric = json.at("metric"),
               .source = json.at("source"),
               .count_per_fetch = json.at("count_per_fetch"),
               .bytes_per_fetch = json.at("bytes_per_fetch"),
               .share = json.at("share"),
               .yours = optional<std::size_t>(json.at("yours")),
               .besides = json.at("besides")};
  for (const Json& place : json.at("stack")) {
    result.stack.push_back({.function = place.at("function"),
                            .file = place.at("file"),
                            .line = place.at("line"),
                            .module = place.at("module"),
                            .offset = place.value("offset", std::uint64_t{0})});
  }
  if (result.stack.empty() || result.yours.value_or(0) >= result.stack.size()) {
    throw std::runtime_error("an owner has no such frame");
  }
  return result;
}

Advice advice(const Json& json) {
  return {.kind = json.at("kind"),
          .evidence = json.at("evidence"),
          .suggestion = json.at("suggestion"),
          .example = json.at("example")};
}

Result trial(const Json& json) {
  Result result{.greeting = json.at("greeting"),
                .ruling = conclusion(json.at("ruling")),
                .because = json.at("because"),
                .fetches = json.at("fetches"),
                .failed = json.at("failed"),
                .seconds = json.at("seconds"),
                .fetching_seconds = json.at("fetching_seconds"),
                .peak_bytes = optional<std::int64_t>(json.at("peak_bytes")),
                .allocations = optional<std::int64_t>(json.at("allocations")),
                .ledger = ledger(json.at("ledger")),
                .not_observable = json.at("not_observable"),
                .unattributed = json.at("unattributed")};
  result.trial.client = json.at("client");
  result.trial.scenario.name = json.at("scenario");
  result.trial.plan.seed = json.at("seed");
  if (!json.at("expected").is_null()) {
    const bool leaks = conclusion(json.at("expected")) == Conclusion::leaks;
    result.trial.expect = leaks ? Expectation::leaks : Expectation::clean;
  }
  for (const Json& each : json.at("findings")) result.findings.push_back(finding(each));
  for (const Json& each : json.at("owners")) result.owners.push_back(owner(each));
  if (!json.at("advice").is_null()) result.advice = advice(json.at("advice"));
  return result;
}

Json parsed(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream file(path);
  if (error || !file) throw std::runtime_error("cannot be read");
  if (size > largest_file) throw std::runtime_error("is larger than 1 GiB");
  return Json::parse(file);
}

ResultsFile results(const Json& json) {
  const Json& version = json.at("schema_version");
  if (version != schema_version) {
    throw std::runtime_error("has schema_version " + version.dump() +
                             ", and this leakproof reads version " +
                             std::to_string(schema_version));
  }
  ResultsFile file{.run = {.version = json.at("leakproof"), .seed = json.at("seed")}};
  for (const Json& each : json.at("trials")) {
    file.results.push_back(trial(each));
    file.run.declared |= !each.at("expected").is_null();
  }
  file.run.trials = file.results.size();
  return file;
}

}  // namespace

ResultsFile read_results(const std::string& path) {
  try {
    return results(parsed(path));
  } catch (const Json::parse_error&) {
    throw NotResults(printable(path) + ": is not JSON");
  } catch (const Json::exception& error) {
    throw NotResults(printable(path) +
                     ": is no results of leakproof run --json: " + printable(error.what()));
  } catch (const std::runtime_error& error) {
    throw NotResults(printable(path) + ": " + error.what());
  }
}

}  // namespace leakproof::report
