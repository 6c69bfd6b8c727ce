// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <memory>

#include "model/code_names.hpp"
#include "model/origin.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"

namespace leakproof {

/// Creates the origins and workers of trials. Tests replace it by a fake.
class Environment {
 public:
  virtual ~Environment() = default;
  virtual std::unique_ptr<Origin> open_origin(const Trial&) = 0;
  virtual std::unique_ptr<Worker> start_worker(const Trial&, Origin&) = 0;

  /// Null if addresses cannot be resolved; leaks are then not attributed.
  virtual std::unique_ptr<CodeNames> names_of(pid_t) { return nullptr; }
};

}  // namespace leakproof
