// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "model/explanation.hpp"
#include "model/worker.hpp"
#include "worker/line_channel.hpp"
#include "worker/preload.hpp"

namespace leakproof {

/// A worker that implements the worker protocol: it waits for its next order whenever it is
/// sampled.
class SteppedWorker final : public Worker {
 public:
  /// Starts the worker and reads its banner. Throws WorkerFailure if it sends none, and
  /// WorkerSkips if the worker reports that it cannot run on this system. The
  /// command's environment preloads the interposer as `Preload` says.
  SteppedWorker(const Command&, Watch::Bounds, Preload, const Interrupt&);

  pid_t pid() const override { return channel_.pid(); }
  const HeapTable* heap() const override { return preload_.table(); }
  std::string preload_obstacle() const override { return preload_.obstacle(); }
  std::string banner() const override { return banner_; }
  Batch advance(std::int64_t fetches, std::string_view request_line) override;
  std::optional<Explanation> explain() override;
  ExitReport stop() override;

 private:
  template <typename Parse>
  auto receive(Parse parse, std::string_view expected);

  LineChannel channel_;
  Preload preload_;
  std::string banner_;
  bool explains_ = false;
};

}  // namespace leakproof
