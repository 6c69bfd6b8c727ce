// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/listed_client.hpp"

namespace leakproof {

/// The clients that a worker prints when it is started with --list as its last argument.
/// Throws std::runtime_error if it cannot be started or prints anything else.
std::vector<ListedClient> list_clients(std::vector<std::string> worker);

}  // namespace leakproof
