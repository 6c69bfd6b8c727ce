// SPDX-License-Identifier: MIT
#pragma once

#include "server/ledger_counts.hpp"

namespace leakproof {

/// Fills in close_wait and unread_bytes of the clients' connections to this port of
/// 127.0.0.1. Leaves them unset if the kernel does not answer.
void add_client_sockets(server::LedgerCounts&, int port);

}  // namespace leakproof
