// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "attribution/trial_facts.hpp"
#include "model/advice.hpp"

namespace leakproof {

/// The kind of a client that keeps what it received.
inline constexpr std::string_view response_kept = "response kept";

/// Advice by the first rule that fits; nothing if none does.
std::optional<Advice> advise(const TrialFacts&, const ClientFacts&);

}  // namespace leakproof
