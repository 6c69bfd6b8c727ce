// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include <leakproof/client.hpp>

namespace leakproof {

/// The whole main() of a worker program that holds several clients:
///   worker --list        name, expectation and summary of each, a line each, with
///                        "by-name" behind those that are not compared
///   worker NAME          serves that one on standard input and output
///   worker               serves the only one there is
/// `version` goes into the greeting, for people ("libcurl/7.88.1").
/// Returns the exit code: 0, or 2 where NAME is unknown.
int worker_main(int argc, char** argv, std::span<const ClientEntry> clients,
                std::string_view version);

/// The worker's loop: obeys the orders on standard input until `stop` or its
/// end. Answers go to what standard output was; from then on, what the client
/// prints goes to standard error and cannot be mistaken for an answer.
void serve(const ClientEntry& client, std::string_view banner);

}  // namespace leakproof
