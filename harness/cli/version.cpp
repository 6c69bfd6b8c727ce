// SPDX-License-Identifier: MIT
#include "cli/version.hpp"

#include <fmt/format.h>

#include "cli/commit.hpp"
#include "environment/capabilities.hpp"

namespace leakproof::cli {

std::string version_text() {
  std::string text = fmt::format("leakproof {} (commit {})", LEAKPROOF_VERSION, commit());
  for (const Capability& capability : capabilities()) {
    text += fmt::format("\n{:<20}{}", capability.name, capability.state);
  }
  return text;
}

}  // namespace leakproof::cli
