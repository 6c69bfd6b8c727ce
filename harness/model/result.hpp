// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "model/finding.hpp"
#include "model/known_leak.hpp"
#include "model/ledger.hpp"
#include "model/owner.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// A trial with everything that was measured and concluded.
struct Result {
  Trial trial{};
  std::string banner{};
  bool leaves_bodies = false;  // see Worker::leaves_bodies()
  Conclusion ruling = Conclusion::invalid;
  std::string reason{};
  KnownState known = KnownState::none;
  std::string known_details{};  // a sentence, if the trial has listed leaks
  std::int64_t fetches = 0;
  std::int64_t failed = 0;
  std::int64_t retried_after = 0;  // fetches of an inconclusive attempt before this one; 0: none
  double seconds = 0;              // wall clock, including the worker's start and end
  double fetching_seconds = 0;     // from the first order to the last reading
  double looking_seconds = 0;      // the part of those spent on readings and looks
  std::optional<std::int64_t> peak_bytes{};
  std::optional<std::int64_t> allocations{};  // calls during the trial, freed or not
  Ledger ledger{};
  std::vector<Finding> findings{};
  std::vector<std::string> not_observable{};  // metrics that could not be read
  std::string preload_obstacle{};             // why the interposer did not count; empty if it did
  std::vector<std::string> left_running{};    // daemons of the worker, ended at its end
  std::string uncollected{};                  // see Worker::uncollected()
  std::string collection_obstacle{};          // see Worker::collection_obstacle()
  std::vector<Owner> owners{};                // in a leaking trial; largest first
  std::int64_t owner_fetches = 0;             // after the verdict, to find them
  std::string unattributed{};  // a sentence on what the owners do not explain; may be empty
};

}  // namespace leakproof
