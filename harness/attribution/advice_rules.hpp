// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "attribution/trial_facts.hpp"

namespace leakproof {

/// The kind of leak in which a client keeps the replies that it receives.
inline constexpr std::string_view response_kept = "response kept";
inline constexpr std::string_view handler_per_call = "interceptor or handler registered per call";

/// Words in a rule that stand for what is known of a trial.
inline constexpr std::string_view holder_word = "{holder}";
inline constexpr std::string_view container_word = "{container}";
inline constexpr std::string_view release_word = "{release}";
inline constexpr std::string_view called_word = "{called}";
inline constexpr std::string_view function_word = "{release function}";

/// A kind of leak, told by its evidence and its owners, and what to do about it. Of texts with
/// alternatives, "|" separates these.
struct AdviceRule {
  std::string_view kind{};
  std::string (*evidence)(const TrialFacts&, const ClientFacts&) = nullptr;
  std::string_view language{};  // of the owners; empty: any
  std::string_view words{};     // one of these is in the owners' stacks; separated by "|"
  std::string_view code{};      // one of these is in the text of a line of the user's that has a
                                // large share, which is then the line to be changed
  std::string_view maker{};   // one of these is called by a line of the user's, be its share small,
                              // which is then the line to be changed
  std::string_view called{};  // one of these is called by the line to be changed; empty: `words`;
                              // "{release}": the makers of the first ReleaseCall that applies
  std::string_view not_called{};  // one of these by the line to be changed, if there is another
  std::string_view suggestion{};  // "{holder}" and "{container}": the rule needs one, see
                                  // TrialFacts;
                                  // "{release}": that of the first ReleaseCall that applies,
                                  // whose makers are then `called`;
                                  // "{called}": the library's function that the line calls;
                                  // "{release function}": see UsersLine::release
  std::string_view series{};      // whose owner has the line, if none calls what the rule names
};

/// The first one that matches is applied.
std::span<const AdviceRule> advice_rules();

}  // namespace leakproof
