// SPDX-License-Identifier: MIT
#pragma once

#include "attribution/tracked_process.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/result.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// Should the leak in this trial be attributed to owners?
bool wants_owners(const Result&);

/// The second phase of a leaking trial: makes additional fetches and tracks which stacks make
/// outstanding allocations. Sets only `owners` and `unattributed` in the result. Returns false
/// if the worker was lost and can no longer be used. Throws Interrupted.
bool find_owners(Result&, Environment&, Origin&, Worker&);

/// As above, with the tracker of the worker's process as an argument.
bool find_owners(Result&, Environment&, Origin&, Worker&, TrackedProcess&);

}  // namespace leakproof
