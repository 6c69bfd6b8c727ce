// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "options/trial_options.hpp"
#include "server/upstream.hpp"
#include "server/verbatim.hpp"

namespace leakproof {

/// What the origin does in place of its scenarios; at most one of them.
struct OriginOverride {
  std::vector<server::VerbatimReply> replies{};
  std::optional<server::Upstream> upstream{};
};

/// Reads the file of replies, or connects to the upstream server once, where the options
/// name one. Throws UsageError where that fails.
OriginOverride origin_override(const TrialOptions&);

}  // namespace leakproof
