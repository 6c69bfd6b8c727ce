// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "model/environment.hpp"
#include "model/observer.hpp"
#include "model/probe.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"

namespace leakproof {

/// One trial, start to end. The observer hears of progress and checkpoints alone. Throws
/// Interrupted, and nothing for anything that the worker does: that is a Result.
Result run(const Trial&, Environment&, std::span<const ProbeEntry>, Observer&);

Result run(const Trial&, Environment&, std::span<const ProbeEntry>);

}  // namespace leakproof
