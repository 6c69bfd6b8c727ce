// SPDX-License-Identifier: MIT
#include "cli/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "server/scenario.hpp"

namespace leakproof::cli {
namespace {

// Those of `known` that are named, in the order of their naming; all if none is.
template <typename Item>
std::vector<Item> named(const std::vector<std::string>& names, const std::vector<Item>& known,
                        std::string_view kind) {
  if (names.empty()) return known;
  std::vector<Item> result;
  for (const std::string& name : names) {
    const auto item = std::ranges::find(known, name, &Item::name);
    if (item == known.end()) {
      std::vector<std::string_view> candidates;
      for (const Item& candidate : known) candidates.push_back(candidate.name);
      const std::string_view meant = closest(name, candidates);
      throw UsageError(
          fmt::format("{} \"{}\" is not known.{} (leakproof list shows all)", kind, printable(name),
                      meant.empty() ? "" : fmt::format(" Did you mean \"{}\"?", meant)));
    }
    result.push_back(*item);
  }
  return result;
}

Plan plan_for(const RunOptions& options, const Scenario& scenario) {
  Plan plan;
  plan.horizon = options.horizon.value_or(scenario.horizon.value_or(plan.horizon));
  plan.at_least = options.fetches;
  plan.max_memory = static_cast<std::int64_t>(options.max_memory_mib * (1 << 20));
  plan.max_descriptors = options.max_descriptors;
  return plan;
}

std::vector<Scenario> chosen_scenarios(const RunOptions& options) {
  if (!options.upstream.empty()) return {{.name = printable(options.upstream), .is_known = false}};
  if (options.reply_file.empty()) return named(options.scenarios, scenarios(), "scenario");
  const std::string& file = options.reply_file;
  return {{.name = printable(file.substr(file.rfind('/') + 1)), .is_known = false}};
}

// Of a program that knows nothing of us, a fetch is what the origin takes for
// one; whether it follows redirects is its own affair.
Scenario as_seen(Scenario scenario, const RunOptions& options) {
  if (!options.program.empty()) scenario.requests_per_fetch = 1;
  return scenario;
}

}  // namespace

std::vector<Scenario> scenarios() {
  std::vector<Scenario> result;
  for (const server::ScenarioEntry& entry : server::catalogue()) {
    result.push_back({.name = std::string(entry.name),
                      .summary = std::string(entry.summary),
                      .completes = entry.completes,
                      .has_body = entry.has_body,
                      .requests_per_fetch = entry.requests_per_fetch,
                      .horizon = entry.horizon});
  }
  return result;
}

std::vector<Trial> select_trials(const RunOptions& options,
                                 const std::vector<ListedClient>& known) {
  std::vector<Trial> trials;
  for (int round = 0; round < options.repeat; ++round) {
    for (const ListedClient& client : named(options.clients, known, "client")) {
      for (const Scenario& scenario : chosen_scenarios(options)) {
        Plan plan = plan_for(options, scenario);
        plan.seed = options.seed + static_cast<std::uint64_t>(round);
        trials.push_back({.client = client.name,
                          .about = client.about,
                          .scenario = as_seen(scenario, options),
                          .expect = client.expect,
                          .plan = plan});
      }
    }
  }
  return trials;
}

}  // namespace leakproof::cli
