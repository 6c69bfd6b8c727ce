// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "model/listed_client.hpp"

namespace leakproof {

/// What a worker's command says of its clients when --list is added to it.
/// Throws std::runtime_error where it cannot be started or says anything else.
std::vector<ListedClient> list_clients(std::vector<std::string> worker);

}  // namespace leakproof
