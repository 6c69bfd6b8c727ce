// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/environment.hpp"
#include "model/observer.hpp"
#include "model/probe.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// Runs one trial. The observer receives only progress and checkpoints. Failures of the
/// worker are part of the Result. Throws Interrupted, and what the environment throws.
Result run(const Trial&, Environment&, std::span<const ProbeEntry>, Observer&);

Result run(const Trial&, Environment&, std::span<const ProbeEntry>);

}  // namespace leakproof
