// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "options/trial_options.hpp"
#include "server/upstream.hpp"
#include "server/verbatim.hpp"

namespace leakproof {

/// What the origin does instead of a scenario; at most one member is set.
struct OriginOverride {
  std::vector<server::VerbatimReply> replies{};
  std::optional<server::Upstream> upstream{};
};

/// Reads the file of replies, or checks that the upstream server accepts a connection, if
/// the options name one. Throws UsageError if that fails.
OriginOverride origin_override(const TrialOptions&);

}  // namespace leakproof
