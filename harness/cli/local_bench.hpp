// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <leakproof/engine.hpp>

#include "base/interrupt.hpp"
#include "base/process.hpp"
#include "server/upstream.hpp"
#include "server/verbatim.hpp"
#include "work/watch.hpp"

namespace leakproof::cli {

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
class LocalBench final : public Workbench {
 public:
  LocalBench(Subjects, const Interrupt&);

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

}  // namespace leakproof::cli
