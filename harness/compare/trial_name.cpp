// SPDX-License-Identifier: MIT
#include "compare/trial_name.hpp"

#include <fmt/format.h>

#include <string_view>
#include <tuple>

namespace leakproof {

namespace {

auto in_order(const TrialName& name) {
  const ClientUsage& c = name.client_usage;
  return std::tuple(std::string_view(name.client), std::string_view(name.scenario), name.seed,
                    c.threads, c.thread_each, c.client_each, c.cancel_after, c.timeout);
}

}  // namespace

bool operator<(const TrialName& a, const TrialName& b) { return in_order(a) < in_order(b); }

TrialName name_of(const Trial& trial) {
  return {.client = trial.client,
          .scenario = trial.scenario.name,
          .seed = trial.plan.seed,
          .client_usage = trial.client_usage};
}

std::string words(const TrialName& name) {
  std::string text = fmt::format("{} × {}, seed {}", name.client, name.scenario, name.seed);
  const ClientUsage& c = name.client_usage;
  if (c != ClientUsage{}) {
    text += fmt::format(", threads {}{}, lifetime {}, cancel {}, timeout {} ms", c.threads,
                        c.thread_each ? " each" : "", c.client_each ? "fetch" : "trial",
                        c.cancel_after, c.timeout.count());
  }
  return text;
}

}  // namespace leakproof
