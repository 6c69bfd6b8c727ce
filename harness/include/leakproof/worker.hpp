// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <leakproof/client.hpp>

namespace leakproof {

/// The whole main() of a worker program that holds several clients:
///   worker --list        prints name, expectation and summary of each client, one line each, with
///                        "by-name" after those that run only if they are named
///   worker NAME          serves that client on standard input and output
///   worker               serves the only client
/// `version` becomes part of the banner ("libcurl/7.88.1").
/// Returns the exit code: 0, or 2 if NAME is unknown or missing.
int worker_main(int argc, char** argv, std::span<const ClientEntry> clients,
                std::string_view version);

/// The worker's loop: executes the orders on standard input until `stop` or the end of
/// input. Answers go to the original standard output; the client's own output is redirected
/// to standard error, so that it cannot be mistaken for an answer. Where LEAKPROOF_WORKER names a
/// socket, orders and answers go there instead, and the output stays as it is. Throws
/// std::system_error if it cannot connect to it.
void serve(const ClientEntry& client, std::string_view banner);

}  // namespace leakproof
