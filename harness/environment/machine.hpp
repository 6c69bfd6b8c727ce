// SPDX-License-Identifier: MIT
#pragma once

#include "plan/descriptor_budget.hpp"

namespace leakproof {

/// Checks what every run needs of this machine: open files, /proc, the loopback interface, system
/// calls, /dev/null, and addresses for the interposer's tables. Returns what it allows of `wanted`
/// (see descriptor_budget). Throws std::runtime_error, which says what is missing and how to get
/// it.
DescriptorBudget require_machine(const DescriptorBudget& wanted, bool has_controls);

}  // namespace leakproof
