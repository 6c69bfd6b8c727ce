// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "attribution/trial_facts.hpp"
#include "model/advice.hpp"

namespace leakproof {

/// The kind of leak in which a client keeps the replies that it receives.
inline constexpr std::string_view response_kept = "response kept";

/// Advice by the first rule that matches; empty if none does.
std::optional<Advice> advise(const TrialFacts&, const ClientFacts&);

}  // namespace leakproof
