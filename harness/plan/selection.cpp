// SPDX-License-Identifier: MIT
#include "plan/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "model/listed_client.hpp"
#include "model/plan.hpp"
#include "model/sort_stably.hpp"
#include "model/usage_error.hpp"
#include "plan/repro_command.hpp"
#include "server/scenario.hpp"
#include "text/printable.hpp"
#include "text/suggestion.hpp"

namespace leakproof {
namespace {

[[noreturn]] void fail_to_find(const std::string& name, std::string_view kind,
                               const std::vector<std::string_view>& candidates) {
  const std::string_view meant = closest(name, candidates);
  std::string hint;
  if (!meant.empty()) {
    hint = fmt::format(" Did you mean \"{}\"?", meant);
  } else if (kind == "client") {
    hint = " A program to test goes after --.";
  }
  throw UsageError(fmt::format("{} \"{}\" is not known.{} (leakproof list shows all)", kind,
                               printable(name), hint));
}

// The known clients with these names, in the order of the names. Without names: all clients
// with `compared`, or all known clients if none has it.
std::vector<ListedClient> named_clients(const std::vector<std::string>& names,
                                        const std::vector<ListedClient>& known) {
  std::vector<ListedClient> result;
  if (names.empty()) {
    std::ranges::copy_if(known, std::back_inserter(result), &ListedClient::compared);
    return result.empty() ? known : result;
  }
  for (const std::string& name : names) {
    const auto client = std::ranges::find(known, name, &ListedClient::name);
    if (client == known.end()) {
      std::vector<std::string_view> candidates;
      for (const ListedClient& candidate : known) candidates.push_back(candidate.name);
      fail_to_find(name, "client", candidates);
    }
    result.push_back(*client);
  }
  return result;
}

// "all", "faults", a group, a scenario, or GROUP/SCENARIO if both have the same name.
bool answers_to(const Scenario& scenario, std::string_view name) {
  const bool is_fault = scenario.expected_outcome == ExpectedOutcome::error ||
                        scenario.expected_outcome == ExpectedOutcome::time_out;
  return name == "all" || (name == "faults" && is_fault) || name == scenario.group ||
         name == scenario.name || name == scenario.group + "/" + scenario.name;
}

constexpr const char* default_group = "basic";

// The order in `leakproof list`. Other groups come last.
constexpr std::array<std::string_view, 10> group_order{
    "basic", "broken", "slow", "no-server", "flow", "uploads", "keys", "tls", "proxy", "http2"};

Plan plan_for(const TrialOptions& options, const Scenario& scenario) {
  Plan plan;
  plan.horizon = options.horizon.value_or(scenario.horizon.value_or(plan.horizon));
  plan.at_least = options.fetches;
  plan.lasts = std::chrono::seconds(options.seconds);
  plan.tolerances = options.tolerances;
  plan.max_memory = static_cast<std::int64_t>(options.max_memory_mib * (1 << 20));
  plan.max_descriptors = options.max_descriptors;
  return plan;
}

// By its own name, and not only by that of a group.
bool is_named_itself(const Scenario& scenario, const std::vector<std::string>& names) {
  return std::ranges::find(names, scenario.name) != names.end() ||
         std::ranges::find(names, scenario.group + "/" + scenario.name) != names.end();
}

std::vector<Scenario> chosen_scenarios(const TrialOptions& options) {
  if (!options.upstream.empty()) return {{.name = printable(options.upstream), .is_known = false}};
  if (options.replay_file.empty()) {
    std::vector<Scenario> chosen = named_scenarios(options.scenarios);
    if (options.is_paced()) {
      std::erase_if(chosen, [&](const Scenario& scenario) {
        return needs_worker(scenario) && !is_named_itself(scenario, options.scenarios);
      });
    }
    return chosen;
  }
  const std::string& file = options.replay_file;
  return {{.name = printable(file.substr(file.rfind('/') + 1)), .is_known = false}};
}

// A program after -- may or may not follow redirects, so each of its requests counts as a
// fetch.
Scenario as_seen(Scenario scenario, const TrialOptions& options) {
  if (options.is_paced() && scenario.requests_per_fetch > 1) scenario.requests_per_fetch = 1;
  return scenario;
}

Attribution attribution_of(const TrialOptions& options) {
  if (options.attribution) return *options.attribution ? Attribution::always : Attribution::none;
  return options.declared ? Attribution::unless_declared : Attribution::always;
}

}  // namespace

std::vector<Scenario> scenarios() {
  std::vector<Scenario> result;
  for (const server::ScenarioEntry& entry : server::catalogue()) {
    const bool only_connects =
        entry.requests_per_fetch == 0 && entry.listening == server::Listening::accepts;
    result.push_back({.name = std::string(entry.name),
                      .group = std::string(entry.group),
                      .summary = std::string(entry.summary),
                      .expected_outcome = entry.expected_outcome,
                      .has_body = entry.has_body,
                      .compressed = entry.compressed,
                      .requests_per_fetch = entry.requests_per_fetch,
                      .connections_per_fetch = only_connects ? 1 : 0,
                      .horizon = entry.horizon});
  }
  sort_stably(result, {}, [](const Scenario& scenario) {
    return std::ranges::find(group_order, scenario.group) - group_order.begin();
  });
  return result;
}

bool needs_worker(const Scenario& scenario) {
  return scenario.requests_per_fetch == 0 || scenario.group == "http2";
}

void require_requests(const std::vector<Trial>& trials) {
  for (const Trial& trial : trials) {
    if (!needs_worker(trial.scenario)) continue;
    throw UsageError(
        fmt::format("a program after -- is paced by its requests, but in {} the origin receives "
                    "none directly from the client. Use a worker, or omit this scenario",
                    trial.scenario.name));
  }
  if (trials.empty()) throw UsageError("each of these scenarios needs a worker (leakproof list)");
}

std::string own_name(const Scenario& scenario) {
  const bool is_group = std::ranges::find(group_order, scenario.name) != group_order.end();
  return is_group ? scenario.group + "/" + scenario.name : scenario.name;
}

std::vector<Scenario> named_scenarios(const std::vector<std::string>& names_given) {
  const std::vector<std::string> by_default{default_group};
  const auto& names = names_given.empty() ? by_default : names_given;
  const std::vector<Scenario> known = scenarios();
  std::vector<Scenario> result;
  for (const std::string& name : names) {
    bool found = false;
    for (const Scenario& scenario : known) {
      if (!answers_to(scenario, name)) continue;
      found = true;
      const bool is_new = std::ranges::find(result, scenario.name, &Scenario::name) == result.end();
      if (is_new) result.push_back(scenario);
    }
    if (!found) {
      std::vector<std::string_view> candidates{"all", "faults"};
      for (const Scenario& scenario : known) {
        candidates.insert(candidates.end(), {scenario.name, scenario.group});
      }
      fail_to_find(name, "scenario", candidates);
    }
  }
  return result;
}

std::vector<Trial> select_trials(const TrialOptions& options,
                                 const std::vector<ListedClient>& known) {
  std::vector<Trial> trials;
  for (int round = 0; round < options.repeat; ++round) {
    for (const ListedClient& client : named_clients(options.clients, known)) {
      for (const Scenario& scenario : chosen_scenarios(options)) {
        Plan plan = plan_for(options, scenario);
        plan.seed = options.seed + static_cast<std::uint64_t>(round);
        trials.push_back({.client = client.name,
                          .about = client.about,
                          .scenario = as_seen(scenario, options),
                          .expect = options.expect.value_or(client.expect),
                          .leaks_on = options.expect ? "" : client.leaks_on,
                          .client_usage = options.client_usage,
                          .plan = plan,
                          .attribution = attribution_of(options),
                          .mine = options.mine});
        trials.back().repro_command = repro_command(options, trials.back());
      }
    }
  }
  return trials;
}

}  // namespace leakproof
