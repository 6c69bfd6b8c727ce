// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/client_usage.hpp"
#include "protocol/run_order.hpp"
#include "server/origin.hpp"
#include "server/scenario.hpp"

namespace leakproof {

/// The request of each fetch of a trial. `port` is the port of the origin, or of a proxy in
/// front of it. ClientUsage takes precedence over the scenario.
protocol::RunOrder order_for(const server::ScenarioEntry&, const server::Origin&,
                             const ClientUsage&, int port);

/// The same in the format of the worker protocol:
/// "http://127.0.0.1:40123/stall timeout=25".
std::string request_line(const server::ScenarioEntry&, const server::Origin&, const ClientUsage&,
                         int port);

}  // namespace leakproof
