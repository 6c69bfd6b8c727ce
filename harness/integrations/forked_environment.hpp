// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include <leakproof/leak_test.hpp>

#include "environment/local_environment.hpp"
#include "model/code_names.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "posix/interrupt.hpp"

namespace leakproof {

/// The environment for one trial of a callable. The constructor forks the child that makes
/// the fetches, before this process starts a server or any other thread.
class ForkedEnvironment final : public Environment {
 public:
  ForkedEnvironment(const Fetch&, const Trial&, int (*attach)(int table));

  std::unique_ptr<Origin> open_origin(const Trial& trial) override {
    return server_.open_origin(trial);
  }

  /// Returns the child. Call this at most once.
  std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override;

  std::unique_ptr<CodeNames> names_of(pid_t pid) override { return server_.names_of(pid); }

 private:
  Interrupt interrupt_{Interrupt::Never{}};
  LocalEnvironment server_;
  std::unique_ptr<Worker> worker_;
  std::exception_ptr failure_;  // the failure to start the child, if any
};

}  // namespace leakproof
