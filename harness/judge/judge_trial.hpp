// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "judge/collected_descriptors.hpp"
#include "model/result.hpp"

namespace leakproof {

/// How the fetching of a trial ended.
struct TrialEnd {
  std::string limit{};  // the limit that the worker reached: "its descriptor limit of 1,024"
  bool is_before_limit = false;     // the next fetch would have used up the resource
  bool by_itself = false;           // the worker ended before it was asked to
  std::string unmeasured_growth{};  // of another process of the worker, see Worker
  CollectedDescriptors collected{};
  std::int64_t readings = 0;
  std::int64_t restless_readings = 0;  // taken although the worker was not quiescent
  std::string failed_stop{};           // how the worker failed when it was asked to stop
};

/// Sets the ruling of a finished trial and its reason, and marks retention in its findings.
/// If the audit fails or the worker failed to stop, the trial is invalid unless a leak is
/// proven. Nothing is audited at a resource limit, because fetches fail there.
void judge_trial(Result&, const TrialEnd&);

}  // namespace leakproof
