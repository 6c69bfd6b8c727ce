// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

struct CompareOptions {
  std::string base{};
  std::string now{};
};

/// `leakproof compare BASE.json NEW.json`: what got worse, better, new. Exit code
/// 1 where anything got worse, 3 where a verdict was lost or a file breaks off.
int compare_command(const CompareOptions&);

}  // namespace leakproof
