// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <leakproof/client.hpp>

namespace leakproof::controls {

/// Connects to the server of "http://127.0.0.1:PORT/PATH", sends a GET request, and waits for the
/// reply, so that the server has accepted the connection. Returns the open connection, which the
/// caller owns; negative if there was no reply.
int send_request(const std::string& url);

/// Makes such a request in a loop until the server does not reply any more, and calls the client
/// after each: a program that knows nothing of leakproof. Returns its exit code.
int run_as_program(Client&, const std::string& url);

}  // namespace leakproof::controls
