// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "model/explanation.hpp"
#include "model/worker.hpp"
#include "worker/line_channel.hpp"

namespace leakproof {

/// A worker that implements the worker protocol: it waits for its next order whenever it is
/// sampled.
class SteppedWorker final : public Worker {
 public:
  /// Starts the worker and reads its banner. Throws WorkerFailure if it sends none, and
  /// WorkerSkips if the worker reports that it cannot run on this system. `heap` is the
  /// interposer's table if the command's environment preloads the interposer; else null.
  SteppedWorker(const Command&, Watch::Bounds, std::shared_ptr<const HeapTable>, const Interrupt&);

  pid_t pid() const override { return channel_.pid(); }
  const HeapTable* heap() const override { return heap_.get(); }
  std::string banner() const override { return banner_; }
  Batch advance(std::int64_t fetches, std::string_view request_line) override;
  std::optional<Explanation> explain() override;
  ExitReport stop() override;

 private:
  template <typename Parse>
  auto receive(Parse parse, std::string_view expected);

  LineChannel channel_;
  std::shared_ptr<const HeapTable> heap_;
  std::string banner_;
  bool explains_ = false;
};

}  // namespace leakproof
