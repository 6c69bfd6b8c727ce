// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <leakproof/client.hpp>

namespace leakproof {

/// One entry of a worker's list of clients.
struct ListedClient {
  std::string name{};
  Expectation expect = Expectation::clean;
  std::string leaks_on{};  // also leaks on these scenarios and groups, separated by commas
  std::string about{};
  bool compared = true;  // false: tested only when named explicitly
};

}  // namespace leakproof
