// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "model/explanation.hpp"
#include "model/origin.hpp"
#include "model/worker.hpp"
#include "posix/quiescence.hpp"
#include "posix/unix_listener.hpp"
#include "worker/collection_pace.hpp"
#include "worker/connection_owners.hpp"
#include "worker/line_channel.hpp"
#include "worker/other_processes.hpp"
#include "worker/preload.hpp"

namespace leakproof {

/// A worker that implements the worker protocol: it waits for its next order whenever it is
/// sampled.
class SteppedWorker final : public Worker {
 public:
  /// What shows which process fetches, if a launcher stays between.
  struct Finder {
    ConnectionOwners& owners;  // of the trial's origin
    std::function<std::unique_ptr<Origin>()> open_plain_origin;
  };

  /// Starts the worker and reads its banner. Throws WorkerFailure if it sends none, and
  /// WorkerSkips if the worker reports that it cannot run on this system. The
  /// command's environment preloads the interposer as `Preload` says. A worker that reports numbers
  /// of its runtime, and so collects garbage whenever it settles, settles as `CollectionPace` says.
  /// Without a finder, the process that was started is measured. With a listener, the process that
  /// connects to it speaks the protocol there, and is the one that is measured.
  SteppedWorker(const Command&, Watch::Bounds, Preload, CollectionPace, const Interrupt&,
                std::optional<Finder> = std::nullopt, std::unique_ptr<UnixListener> = nullptr);

  /// The process that fetches. Known from the first advance() on, which makes a fetch from an
  /// origin of its own if the worker has several processes.
  pid_t pid() const override { return measured_ != 0 ? measured_ : channel_.pid(); }
  const HeapTable* heap() const override { return preload_.table(); }
  std::string preload_obstacle() const override { return preload_.obstacle(); }
  std::string banner() const override { return banner_; }
  bool leaves_bodies() const override { return leaves_bodies_; }
  std::string unmeasured_growth(std::int64_t fetches) const override {
    return others_.growth(fetches);
  }
  Batch advance(std::int64_t fetches, std::string_view request_line) override;
  Batch advance_part(std::int64_t fetches, std::string_view request_line) override;
  std::optional<Explanation> explain() override;
  std::optional<Explanation> explain_last() override;
  ExitReport stop() override;
  std::vector<std::string> left_running() const override;

 private:
  Batch carry_out(std::int64_t fetches, std::string_view request_line);
  Batch receive_outcome(std::int64_t fetches);
  Batch receive_done(std::int64_t fetches);
  void settle(Batch&);
  void receive_settled(Batch&);
  std::optional<Explanation> explain_by(std::string_view order);
  void find_the_client();
  void measure(pid_t);
  void require_the_client();

  template <typename Parse>
  auto receive(Parse parse, std::string_view expected);

  LineChannel channel_;
  Preload preload_;
  CollectionPace pace_;
  std::optional<Finder> finder_;
  std::unique_ptr<UnixListener> listener_;
  OtherProcesses others_{};
  std::optional<Quiescence> quiescence_{};  // of the process that is measured
  pid_t measured_ = 0;                      // 0: not known yet
  std::string banner_;
  bool explains_ = false;
  bool knows_last_ = false;
  bool leaves_bodies_ = false;
  bool collects_ = false;     // it reported numbers of its runtime when it last settled
  std::int64_t fetches_ = 0;  // made so far
};

}  // namespace leakproof
