// SPDX-License-Identifier: MIT
#include "environment/origin_override.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>

#include "model/usage_error.hpp"
#include "posix/read_file.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

constexpr std::size_t longest_file = std::size_t{64} << 20;

std::vector<server::VerbatimReply> read_replies(const std::string& path) {
  try {
    return server::parse_replies(read_file(path, longest_file));
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("replies: {}: {}", printable(path), error.what()));
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("replies: cannot read {}: {}", printable(path), error.what()));
  }
}

server::Upstream reachable_upstream(const std::string& url) {
  try {
    server::Upstream upstream = server::parse_upstream(url);
    if (server::can_connect(upstream)) return upstream;
    throw std::invalid_argument("no server listens at " + upstream.authority());
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("upstream: {}: {}", printable(url), printable(error.what())));
  }
}

}  // namespace

OriginOverride origin_override(const TrialOptions& options) {
  OriginOverride instead;
  if (!options.replay_file.empty()) instead.replies = read_replies(options.replay_file);
  if (!options.upstream.empty()) instead.upstream = reachable_upstream(options.upstream);
  return instead;
}

}  // namespace leakproof
