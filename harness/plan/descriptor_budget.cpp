// SPDX-License-Identifier: MIT
#include "plan/descriptor_budget.hpp"

#include <algorithm>

namespace leakproof {
namespace {

constexpr std::int64_t own = 32;          // reports, standard streams, the interrupt
constexpr std::int64_t per_trial = 32;    // pipes, files in /proc, the listening socket
constexpr std::int64_t fewest = 96;       // of a client, in which a leak can be told from a pool
constexpr std::int64_t reasonable = 192;  // of a client, worth more than a second job

// While owners are recorded, a client may open as many again.
constexpr std::int64_t share_of_client = 2;

static_assert(own + per_trial + share_of_client * fewest == least_open_files);

}  // namespace

std::optional<DescriptorBudget> descriptor_budget(std::int64_t limit,
                                                  const DescriptorBudget& wanted,
                                                  bool has_controls) {
  for (int jobs = std::max(wanted.jobs, 1);; --jobs) {
    const int at_once = has_controls && jobs > 1 ? 2 * jobs : jobs;
    const std::int64_t share = ((limit - own) / at_once - per_trial) / share_of_client;
    const std::int64_t needed = jobs > 1 ? reasonable : fewest;
    if (share >= std::min(wanted.per_client, needed)) {
      return DescriptorBudget{.jobs = jobs, .per_client = std::min(share, wanted.per_client)};
    }
    if (jobs == 1) return std::nullopt;
  }
}

}  // namespace leakproof
