// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <leakproof/client.hpp>

namespace leakproof::cli {

struct ListedClient {
  std::string name{};
  Expectation expect = Expectation::clean;
  std::string leaks_on{};  // besides: scenarios and groups, separated by commas
  std::string about{};
  bool compared = true;  // false: only where it is named
};

/// What a worker's command says of its clients when --list is added to it.
/// Throws std::runtime_error where it cannot be started or says anything else.
std::vector<ListedClient> list_clients(std::vector<std::string> worker);

}  // namespace leakproof::cli
