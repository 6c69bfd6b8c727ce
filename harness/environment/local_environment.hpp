// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/code_names.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "posix/interrupt.hpp"
#include "posix/process.hpp"
#include "server/upstream.hpp"
#include "server/verbatim.hpp"
#include "worker/watch.hpp"

namespace leakproof {

/// What the clients of all trials are started with.
struct Subjects {
  enum Kind {
    clients_of_a_worker,  // which takes the client's name as its last argument
    worker,               // which holds one client
    programs,             // that know nothing of the worker protocol
  };

  std::vector<std::string> words{};
  Kind are = clients_of_a_worker;
  int concurrency = 0;     // of a program; 0: as it turns out
  bool has_agents = true;  // a program's runtime is told to collect garbage
  std::chrono::milliseconds answer_timeout{30'000};
  std::vector<server::VerbatimReply> replies{};  // of the origin; empty: a scenario's
  std::optional<server::Upstream> upstream{};    // in place of either
};

/// Trials on this machine: an embedded server and a process of its own for each.
class LocalEnvironment final : public Environment {
 public:
  LocalEnvironment(Subjects, const Interrupt&);

  std::unique_ptr<Origin> open_origin(const Trial&) override;
  std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override;
  std::unique_ptr<CodeNames> names_of(pid_t) override;

 private:
  std::unique_ptr<Worker> paced_worker(Command, Watch::Bounds, std::shared_ptr<const HeapTable>,
                                       Origin&);

  Subjects subjects_;
  bool preloads_;
  const Interrupt& interrupt_;
};

}  // namespace leakproof
