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

/// A worker's process while its allocations are tracked. Call it only while the worker is
/// idle. Tests replace it by a fake.
class TrackedProcess {
 public:
  virtual ~TrackedProcess() = default;

  /// False if its allocations cannot be tracked; then prepare() to stop_tracking() must not be
  /// called.
  virtual bool is_observed() const = 0;

  /// See AllocationTracker.
  virtual void prepare() = 0;

  /// Why nothing is tracked in spite of prepare(), or why it has ended early, as a clause; else
  /// empty.
  virtual std::string obstacle() { return ""; }

  virtual void track(std::uint32_t epoch) = 0;
  virtual void only_forget() = 0;
  virtual OutstandingAllocations read() = 0;

  /// Ends tracking permanently, which restores the speed of fetches.
  virtual void stop_tracking() = 0;

  /// Resident memory from /proc; empty if the process has ended.
  virtual std::optional<std::int64_t> resident_bytes() = 0;
  virtual void raise_descriptor_limit() = 0;

  /// How many more descriptors it may open; empty if unknown.
  virtual std::optional<std::int64_t> free_descriptors() = 0;

  /// The current kind of a descriptor; empty if it is not open. The table of sockets is read
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
  std::optional<std::int64_t> free_descriptors() override;
  std::optional<std::string> descriptor_kind(int descriptor) override;

 private:
  pid_t pid_;
  std::optional<AllocationTracker> tracker_{};  // empty: the interposer is not preloaded
  std::optional<DescriptorKinds> kinds_{};
};

}  // namespace leakproof
