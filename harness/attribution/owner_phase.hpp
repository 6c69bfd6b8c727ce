// SPDX-License-Identifier: MIT
#pragma once

#include "attribution/tracked_process.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/result.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// Are owners to be looked for in a trial with these findings?
bool wants_owners(const Result&);

/// The second phase of a trial that leaks: some more fetches, during which it is recorded
/// who allocates what stays. Writes owners and what they do not explain into the result, and
/// changes nothing else in it. False if the worker was lost meanwhile and is of no more use.
/// Throws Interrupted.
bool find_owners(Result&, Environment&, Origin&, Worker&);

/// The same, given what tracks the worker's process.
bool find_owners(Result&, Environment&, Origin&, Worker&, TrackedProcess&);

}  // namespace leakproof
