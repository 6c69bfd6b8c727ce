// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <leakproof/engine.hpp>

#include "base/interrupt.hpp"

namespace leakproof::cli {

/// How a trial's client is started.
struct WorkerCommand {
  std::vector<std::string> words{};
  bool takes_client = true;  // the client's name is its last argument
};

/// Trials on this machine: an embedded server and a process of its own for each.
class LocalBench final : public Workbench {
 public:
  LocalBench(WorkerCommand, std::chrono::milliseconds answer_timeout, const Interrupt&);

  std::unique_ptr<Origin> open_origin(const Trial&) override;
  std::unique_ptr<Worker> start_worker(const Trial&) override;

 private:
  WorkerCommand command_;
  bool preloads_;
  std::chrono::milliseconds answer_timeout_;
  const Interrupt& interrupt_;
};

}  // namespace leakproof::cli
