// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/owner.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// A trial with all that is known of it afterwards.
struct Result {
  Trial trial{};
  std::string banner{};
  Conclusion ruling = Conclusion::invalid;
  std::string reason{};
  std::int64_t fetches = 0;
  std::int64_t failed = 0;
  double seconds = 0;           // wall clock, the worker's start and end included
  double fetching_seconds = 0;  // from the first order to the last reading
  double looking_seconds = 0;   // of those, for readings and looks
  std::optional<std::int64_t> peak_bytes{};
  std::optional<std::int64_t> allocations{};  // made over the trial, freed or not
  Ledger ledger{};
  std::vector<Finding> findings{};
  std::vector<std::string> not_observable{};  // metrics that cannot be read here
  std::vector<Owner> owners{};                // of a leak; the greatest first
  std::string unattributed{};  // what the owners do not explain, in words; empty: nothing
};

}  // namespace leakproof
