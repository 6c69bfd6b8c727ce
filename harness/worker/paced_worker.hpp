// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "model/explanation.hpp"
#include "model/gate.hpp"
#include "model/worker.hpp"
#include "runtimes/collection/agent_server.hpp"
#include "runtimes/collection/collection.hpp"
#include "worker/concurrency_estimator.hpp"
#include "worker/watch.hpp"

namespace leakproof {

/// Any program that makes requests in a loop, and knows nothing of us. The
/// origin holds the request after the last one that was ordered, so the program
/// is idle, and at the same place each time, whenever the harness looks at it.
class PacedWorker final : public Worker {
 public:
  struct Settings {
    Command command{};
    std::string mark{};   // "NAME=value" in its environment and in no other's
    int concurrency = 0;  // requests that it makes at once; 0: as it turns out
    Watch::Bounds bounds{};
    std::unique_ptr<AgentServer> agents{};  // null: no runtime is made to collect
  };

  /// Starts it. It is heard of at the first order.
  PacedWorker(Settings, Gate&, int origin_port, std::shared_ptr<const HeapTable>, const Interrupt&);

  /// Ends it, and all that it started.
  ~PacedWorker() override;

  pid_t pid() const override { return measured_; }
  const HeapTable* heap() const override { return heap_.get(); }
  std::string banner() const override { return banner_; }
  std::string uncollected() const override { return collection_.uncollected; }
  Batch advance(std::int64_t fetches, std::string_view url) override;
  std::optional<Explanation> explain() override;
  ExitReport stop() override;

 private:
  bool wait_until_idle();
  void wait_until_asleep() const;
  std::vector<Reported> settle();
  bool has_gone() const;
  void find_the_client();
  void require_the_client();
  [[noreturn]] void fail_of_silence(const GateCounts&);
  Batch last_batch(std::int64_t passed_before);
  void end_all();

  std::string mark_;
  Gate& gate_;
  int origin_port_;
  std::shared_ptr<const HeapTable> heap_;
  std::unique_ptr<AgentServer> agents_;
  Watch watch_;
  ConcurrencyEstimator concurrency_;
  pid_t measured_ = 0;  // the process that connects; 0 until it has
  runtimes::Collection collection_{};
  std::string banner_;
  std::int64_t ordered_ = 0;
  std::int64_t broken_ = 0;
  std::int64_t next_check_ = 1;
};

}  // namespace leakproof
