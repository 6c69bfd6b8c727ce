// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <leakproof/client.hpp>

namespace leakproof::cli {

struct ListedClient {
  std::string name{};
  Expectation expect = Expectation::clean;
  std::string about{};
};

/// What `worker --list` says of its clients. Throws std::runtime_error where it
/// cannot be started or says anything else.
std::vector<ListedClient> list_clients(const std::string& worker);

}  // namespace leakproof::cli
