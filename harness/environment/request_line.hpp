// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/client_usage.hpp"
#include "model/origin.hpp"
#include "server/origin.hpp"
#include "server/scenario.hpp"

namespace leakproof {

/// What a fetch of such a trial asks for, in the words of the worker protocol:
/// "http://127.0.0.1:40123/stall timeout=25". loop/order.hpp reads them. `port` is
/// the origin's, or that of what stands in front of it.
std::string ask_of(const server::ScenarioEntry&, const server::Origin&, const ClientUsage&,
                   int port);

}  // namespace leakproof
