// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <utility>

#include "model/probe.hpp"

namespace leakproof::probes {

/// A gauge of type G, or null if its first reading fails.
template <typename G, typename... Arguments>
std::unique_ptr<Gauge> readable(Arguments&&... arguments) {
  auto gauge = std::make_unique<G>(std::forward<Arguments>(arguments)...);
  if (!gauge->read()) return nullptr;
  return gauge;
}

}  // namespace leakproof::probes
