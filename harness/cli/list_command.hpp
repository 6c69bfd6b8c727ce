// SPDX-License-Identifier: MIT
#pragma once

namespace leakproof::cli {

/// `leakproof list`: clients, scenarios, and the resources that are read.
int list_command();

}  // namespace leakproof::cli
