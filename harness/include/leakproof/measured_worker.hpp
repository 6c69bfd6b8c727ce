// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace leakproof {

/// What a worker has used since it started. A number is 0 if it cannot be read on this
/// system.
struct Usage {
  std::int64_t allocations = 0;  // number of allocations ever made
  std::int64_t allocated_bytes = 0;
  std::int64_t live_blocks = 0;
  std::int64_t live_bytes = 0;
  std::int64_t descriptors = 0;  // open
  std::int64_t connections = 0;  // accepted by the server
  std::int64_t peak_bytes = 0;   // resident
};

/// A worker's client and a server with one scenario, for a benchmark. Not thread-safe.
class [[gnu::visibility("default")]] MeasuredWorker {
 public:
  /// Starts both. `worker` is a command; empty: the bundled worker. Throws
  /// std::runtime_error if one of them cannot be started.
  MeasuredWorker(const std::string& worker, const std::string& client, const std::string& scenario);
  ~MeasuredWorker();
  MeasuredWorker(const MeasuredWorker&) = delete;
  MeasuredWorker& operator=(const MeasuredWorker&) = delete;

  /// Makes `count` fetches, 1 or more, and returns the time from the request to the answer
  /// of the worker. Throws std::runtime_error if the worker fails.
  std::chrono::duration<double> fetch(std::int64_t count);

  Usage usage() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The names of a worker's clients, except those that run only if they are named. `worker`
/// is a command; empty: the bundled worker. Throws std::runtime_error if the worker cannot
/// list them.
[[gnu::visibility("default")]] std::vector<std::string> clients_of(const std::string& worker);

}  // namespace leakproof
