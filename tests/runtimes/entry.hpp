// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "runtimes/catalogue.hpp"

namespace leakproof::testing {

/// The runtime of this name.
inline RuntimeEntry entry(std::string_view name) {
  const auto all = runtimes::catalogue();
  const auto found = std::ranges::find(all, name, &RuntimeEntry::name);
  if (found == all.end()) throw std::out_of_range(std::string(name));
  return *found;
}

}  // namespace leakproof::testing
