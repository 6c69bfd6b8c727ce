// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "model/explanation.hpp"
#include "model/worker.hpp"
#include "worker/line_channel.hpp"

namespace leakproof {

/// A worker that speaks the protocol of work/protocol.hpp, and so waits for its
/// next order whenever the harness looks at it.
class SteppedWorker final : public Worker {
 public:
  /// Starts it and hears its greeting; throws WorkerFailure where there is none.
  /// `heap` is the interposer's table if the command's environment preloads it.
  SteppedWorker(const Command&, Watch::Bounds, std::shared_ptr<const HeapTable>, const Interrupt&);

  pid_t pid() const override { return talk_.pid(); }
  const HeapTable* heap() const override { return heap_.get(); }
  std::string banner() const override { return banner_; }
  Batch advance(std::int64_t fetches, std::string_view request_line) override;
  std::optional<Explanation> explain() override;
  ExitReport stop() override;

 private:
  template <typename Parse>
  auto hear(Parse parse, std::string_view expected);

  LineChannel talk_;
  std::shared_ptr<const HeapTable> heap_;
  std::string banner_;
  bool explains_ = false;
};

}  // namespace leakproof
