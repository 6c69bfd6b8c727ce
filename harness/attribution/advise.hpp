// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "attribution/trial_facts.hpp"
#include "model/advice.hpp"

namespace leakproof {

/// Advice by the first of advice_rules() that matches; empty if none does.
std::optional<Advice> advise(const TrialFacts&, const ClientFacts&);

}  // namespace leakproof
