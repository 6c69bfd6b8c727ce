// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "model/explanation.hpp"
#include "model/worker.hpp"
#include "worker/line_channel.hpp"

namespace leakproof {

/// A worker that speaks the worker protocol, and so waits for its next order whenever the
/// harness looks at it.
class SteppedWorker final : public Worker {
 public:
  /// Starts it and reads its banner. Throws WorkerFailure if none comes, and WorkerSkips
  /// if the worker cannot run here.
  /// `heap` is the interposer's table if the command's environment preloads it.
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
