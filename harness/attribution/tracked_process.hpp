// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "interposer/supervisor/allocation_tracker.hpp"
#include "model/worker.hpp"
#include "posix/descriptor_kinds.hpp"

namespace leakproof {

/// A worker's process while its allocations are tracked; the seam at which tests put
/// fakes. Called while the worker is idle.
class TrackedProcess {
 public:
  virtual ~TrackedProcess() = default;

  /// False where its allocations cannot be tracked; then none of the next five is called.
  virtual bool is_observed() const = 0;

  /// See AllocationTracker.
  virtual void prepare() = 0;
  virtual void track(std::uint32_t epoch) = 0;
  virtual void only_forget() = 0;
  virtual OutstandingAllocations read() = 0;

  /// Ends tracking for good, so that fetches are as fast as before.
  virtual void stop_tracking() = 0;

  /// From /proc; nothing where it has gone.
  virtual std::optional<std::int64_t> resident_bytes() = 0;
  virtual void raise_descriptor_limit() = 0;

  /// What a descriptor of it is now; nothing where it is not open. Sockets are looked up
  /// at the first call.
  virtual std::optional<std::string> descriptor_kind(int descriptor) = 0;
};

/// The process of a worker, which must outlive this.
class TrackedWorker final : public TrackedProcess {
 public:
  explicit TrackedWorker(const Worker&);

  bool is_observed() const override { return tracker_ && tracker_->is_observed(); }
  void prepare() override { tracker_->prepare(); }
  void track(std::uint32_t epoch) override { tracker_->track(epoch); }
  void only_forget() override { tracker_->only_forget(); }
  OutstandingAllocations read() override { return tracker_->read(); }
  void stop_tracking() override { tracker_.reset(); }
  std::optional<std::int64_t> resident_bytes() override;
  void raise_descriptor_limit() override;
  std::optional<std::string> descriptor_kind(int descriptor) override;

 private:
  pid_t pid_;
  std::optional<AllocationTracker> tracker_{};  // nothing: the interposer was not preloaded
  std::optional<DescriptorKinds> kinds_{};
};

}  // namespace leakproof
