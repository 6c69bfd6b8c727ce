// SPDX-License-Identifier: MIT
#include "attribution/tracked_process.hpp"

#include "posix/proc_file.hpp"
#include "posix/processes.hpp"

namespace leakproof {

TrackedWorker::TrackedWorker(const Worker& worker) : pid_(worker.pid()) {
  if (worker.heap() != nullptr) tracker_.emplace(*worker.heap(), pid_);
}

std::optional<std::int64_t> TrackedWorker::resident_bytes() {
  ProcFile status(pid_, "status");
  const auto text = status.read();
  if (!text) return std::nullopt;
  return number_after(*text, "VmRSS").value_or(0) * 1024;
}

void TrackedWorker::raise_descriptor_limit() { leakproof::raise_descriptor_limit(pid_); }

std::optional<std::int64_t> TrackedWorker::free_descriptors() {
  return leakproof::free_descriptors(pid_);
}

std::optional<std::string> TrackedWorker::descriptor_kind(int descriptor) {
  if (!kinds_) kinds_.emplace(pid_);
  return kinds_->at(descriptor);
}

}  // namespace leakproof
