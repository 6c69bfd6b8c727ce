// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/result.hpp"

namespace leakproof {

/// How the fetching of a trial ended.
struct TrialEnd {
  std::string limit{};        // "its descriptor limit of 1,024", where the worker ran into one
  bool by_itself = false;     // the worker ended before it was told to
  std::string failed_stop{};  // how the worker failed when it was told to stop
};

/// Rules on a trial once all is known of it: names retention in its findings, and sets
/// its ruling and the reason for it. A proven leak stands even where the audit fails or
/// the worker failed to stop; any other ruling is then invalid. At a resource limit
/// fetches fail because of the limit, so nothing is audited there.
void judge_trial(Result&, const TrialEnd&);

}  // namespace leakproof
