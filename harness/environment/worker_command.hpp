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
    program,  // any program, without the worker protocol
    test,     // a test that runs again, and speaks the worker protocol on a socket
  };

  std::vector<std::string> words{};
  Kind kind = Kind::named_clients;
  std::string test{};                      // its name
  std::vector<std::string> environment{};  // "NAME=value", in addition
  int concurrency = 0;     // number of concurrent requests of a program; 0: observe it
  bool has_agents = true;  // force garbage collection in a program's runtime
  std::chrono::milliseconds answer_timeout{30'000};
  bool looks_for_exhausted_pool = true;   // the reason for a program's silence, if none is known
  bool stretches_answer_timeout = false;  // on a busy machine, as it was not given
};

/// The worker or program that these options name. Throws UsageError if the command cannot
/// be split into words, and WorkerMissing if its program does not exist.
WorkerCommand worker_command(const TrialOptions&);

/// The words that start a worker; `command` may be empty, for the bundled one. Throws as
/// above.
std::vector<std::string> words_of_worker(const std::string& command);

/// The available clients and what they declare. Starts the worker with --list if it is the
/// bundled one or if the options use its declarations. Throws WorkerMissing if it does not
/// list them.
std::vector<ListedClient> known_clients(const TrialOptions&, const WorkerCommand&);

}  // namespace leakproof
