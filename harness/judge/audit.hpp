// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "model/result.hpp"

namespace leakproof {

/// A client that fails fast looks clean. What the worker says it did must agree
/// with what the origin saw, and with what the scenario makes of it. Says in
/// which way it does not; nothing if all is well.
std::optional<std::string> audit(const Result&);

/// What is wrong with the client, but not with the trial; nothing if all is well.
std::optional<std::string> remark(const Result&);

}  // namespace leakproof
