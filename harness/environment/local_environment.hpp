// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "environment/origin_override.hpp"
#include "environment/worker_command.hpp"
#include "model/code_names.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "posix/interrupt.hpp"
#include "posix/process.hpp"
#include "worker/preload.hpp"
#include "worker/watch.hpp"

namespace leakproof {

/// Runs trials on this machine, each with its own embedded server and worker process.
class LocalEnvironment final : public Environment {
 public:
  LocalEnvironment(WorkerCommand, const Interrupt&, OriginOverride = {});

  std::unique_ptr<Origin> open_origin(const Trial&) override;
  std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override;
  std::unique_ptr<CodeNames> names_of(pid_t) override;

 private:
  std::unique_ptr<Worker> paced_worker(Command, Watch::Bounds, Preload, std::int64_t horizon,
                                       Origin&);

  WorkerCommand command_;
  OriginOverride override_;
  std::string why_not_preloaded_;  // empty: the interposer is preloaded
  const Interrupt& interrupt_;
};

}  // namespace leakproof
