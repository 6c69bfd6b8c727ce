// SPDX-License-Identifier: MIT
#pragma once

#include "server/ledger_counts.hpp"

namespace leakproof {

/// What the origin saw of one trial.
using Ledger = server::LedgerCounts;

}  // namespace leakproof
