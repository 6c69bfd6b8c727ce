// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/client_usage.hpp"
#include "protocol/run_order.hpp"
#include "server/origin.hpp"
#include "server/scenario.hpp"

namespace leakproof {

/// What each fetch of a trial asks for. `port` is the origin's, or that of what stands in
/// front of it. What the usage says goes before what the scenario says.
protocol::RunOrder order_for(const server::ScenarioEntry&, const server::Origin&,
                             const ClientUsage&, int port);

/// The same as the worker protocol has it: "http://127.0.0.1:40123/stall timeout=25".
std::string request_line(const server::ScenarioEntry&, const server::Origin&, const ClientUsage&,
                         int port);

}  // namespace leakproof
