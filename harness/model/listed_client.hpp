// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <leakproof/client.hpp>

namespace leakproof {

/// A client as its worker lists it.
struct ListedClient {
  std::string name{};
  Expectation expect = Expectation::clean;
  std::string leaks_on{};  // besides: scenarios and groups, separated by commas
  std::string about{};
  bool compared = true;  // false: only where it is named
};

}  // namespace leakproof
