// SPDX-License-Identifier: MIT
#include "attribution/adviser.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include <leakproof/conclusion.hpp>

#include "attribution/advice_rules.hpp"
#include "attribution/advise.hpp"

namespace leakproof {
namespace {

using Clients = std::map<std::string_view, ClientFacts>;

void add(ClientFacts& client, const TrialFacts& trial) {
  if (!trial.all_succeeded()) return;
  if (trial.is_clean()) client.is_clean = true;
  if (trial.leaks() && trial.has_body && !trial.has_unique_keys) {
    client.leaks = true;
    if (trial.is_compressed) return;
    client.kept.push_back(
        {.kept = trial.heap_bytes.per_fetch, .sent = trial.sent_bytes_per_fetch()});
  }
}

Clients clients_of(const std::vector<TrialFacts>& trials) {
  Clients clients;
  for (const TrialFacts& trial : trials) add(clients[trial.name.client], trial);
  // A client that keeps large replies also keeps small ones, which the numbers of those
  // trials cannot show. Flags are set only after all trials have been examined, so that the
  // order of trials does not matter.
  std::vector<ClientFacts*> keepers;
  for (const TrialFacts& trial : trials) {
    ClientFacts& client = clients[trial.name.client];
    const auto advice = advise(trial, client);
    if (advice && advice->kind == response_kept) keepers.push_back(&client);
  }
  for (ClientFacts* const client : keepers) client->keeps_responses = true;
  return clients;
}

auto in_plan_order(const TrialFacts& trial) { return std::tie(trial.place, trial.name); }

}  // namespace

void Adviser::observe(const Result& result) {
  const bool has_verdict =
      result.ruling != Conclusion::invalid && result.ruling != Conclusion::skipped;
  if (has_verdict && result.trial.fetches_from_origin) trials_.push_back(facts_of(result));
}

std::vector<TrialAdvice> Adviser::advice() const {
  std::vector<TrialFacts> trials = trials_;
  std::ranges::sort(trials, {}, in_plan_order);
  const Clients clients = clients_of(trials);
  std::vector<TrialAdvice> all;
  for (const TrialFacts& trial : trials) {
    auto advice = advise(trial, clients.at(trial.name.client));
    if (!advice) continue;
    all.push_back({.trial = trial.name, .advice = *std::move(advice)});
  }
  return all;
}

}  // namespace leakproof
