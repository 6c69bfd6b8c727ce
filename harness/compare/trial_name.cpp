// SPDX-License-Identifier: MIT
#include "compare/trial_name.hpp"

#include <fmt/format.h>

namespace leakproof {

std::string words(const TrialName& name) {
  std::string text = fmt::format("{} × {}, seed {}", name.client, name.scenario, name.seed);
  const ClientUsage& c = name.client_usage;
  if (c != ClientUsage{}) {
    text += fmt::format(", threads {}{}, lifetime {}, cancel after {}, timeout {} ms", c.threads,
                        c.thread_each ? " each" : "", c.client_each ? "fetch" : "trial",
                        c.cancel_after, c.timeout.count());
  }
  return text;
}

}  // namespace leakproof
