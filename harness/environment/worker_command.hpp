// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "model/listed_client.hpp"
#include "options/trial_options.hpp"

namespace leakproof {

/// How the process under test is started: the same for all trials of a run.
struct WorkerCommand {
  enum class Kind {
    named_clients,  // the client's name becomes its last argument
    one_client,
    program,  // does not speak the worker protocol
  };

  std::vector<std::string> words{};
  Kind kind = Kind::named_clients;
  int concurrency = 0;     // requests that a program makes at once; 0: as observed
  bool has_agents = true;  // a program's runtime is told to collect garbage
  std::chrono::milliseconds answer_timeout{30'000};
};

/// The worker or program that these options name. Throws UsageError where the command
/// cannot be split into words, and WorkerMissing where its program does not exist.
WorkerCommand worker_command(const TrialOptions&);

/// The words that start a worker; `command` may be empty, for the bundled one. Throws as
/// above.
std::vector<std::string> words_of_worker(const std::string& command);

/// The clients to choose from, and what they declare. Starts the worker to ask it where
/// that is the bundled one or its declarations are wanted. Throws WorkerMissing where it
/// declares nothing.
std::vector<ListedClient> known_clients(const TrialOptions&, const WorkerCommand&);

}  // namespace leakproof
