// SPDX-License-Identifier: MIT
#pragma once

#include "server/ledger_counts.hpp"

namespace leakproof {

/// Fills in close_wait and unread_bytes: what clients still hold of their connections to
/// this port of 127.0.0.1. Leaves them absent where the kernel does not say.
void add_client_sockets(server::LedgerCounts&, int port);

}  // namespace leakproof
