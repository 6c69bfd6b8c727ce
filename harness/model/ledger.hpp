// SPDX-License-Identifier: MIT
#pragma once

#include "server/ledger_counts.hpp"

namespace leakproof {

/// What the origin counted during one trial.
using Ledger = server::LedgerCounts;

}  // namespace leakproof
