// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

namespace leakproof {

/// How the files that this process may open are divided: it holds one end of each connection of
/// its clients.
struct DescriptorBudget {
  int jobs = 1;                 // trials at a time
  std::int64_t per_client = 0;  // open files of each client
  bool operator==(const DescriptorBudget&) const = default;
};

/// The least limit with which a run is possible, whatever its clients are.
inline constexpr std::int64_t least_open_files = 256;

/// At most `wanted`, with fewer jobs where the limit of this process requires it. Controls run
/// beside the trials if there are several jobs. nullopt if the limit is too low for one trial.
std::optional<DescriptorBudget> descriptor_budget(std::int64_t limit,
                                                  const DescriptorBudget& wanted,
                                                  bool has_controls);

}  // namespace leakproof
