// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "attribution/tracing/tracer.hpp"
#include "attribution/tracked_process.hpp"

namespace leakproof {

/// Can a native program's allocations be traced from outside? Not those of a managed runtime, whose
/// native stacks would not tell, nor of a program within Valgrind, whose code is not what runs.
bool is_traceable(pid_t);

/// The process of a worker that does not have the interposer, traced from outside.
class TracedWorker final : public TrackedProcess {
 public:
  /// The worker must outlive it.
  explicit TracedWorker(const Worker& worker) : pid_(worker.pid()), process_(worker) {}

  bool is_observed() const override { return true; }
  void prepare() override { tracer_.emplace(pid_); }
  std::string obstacle() override { return tracer_ ? tracer_->obstacle() : ""; }
  void track(std::uint32_t epoch) override { tracer_->track(epoch); }
  void only_forget() override { tracer_->only_forget(); }
  OutstandingAllocations read() override { return tracer_->end(); }
  void stop_tracking() override { tracer_.reset(); }
  std::optional<std::int64_t> resident_bytes() override { return process_.resident_bytes(); }
  void raise_descriptor_limit() override { process_.raise_descriptor_limit(); }
  std::optional<std::int64_t> free_descriptors() override { return process_.free_descriptors(); }
  std::optional<std::string> descriptor_kind(int descriptor) override {
    return process_.descriptor_kind(descriptor);
  }

 private:
  pid_t pid_;
  TrackedWorker process_;
  std::optional<tracing::Tracer> tracer_{};
};

}  // namespace leakproof
