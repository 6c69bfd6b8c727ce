// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace leakproof {

/// What a worker has used so far. Zero where it cannot be seen here.
struct Usage {
  std::int64_t allocations = 0;  // ever made
  std::int64_t allocated_bytes = 0;
  std::int64_t live_blocks = 0;
  std::int64_t live_bytes = 0;
  std::int64_t descriptors = 0;  // open
  std::int64_t connections = 0;  // that the server accepted
  std::int64_t peak_bytes = 0;   // resident
};

/// A client of a worker and a server with one scenario, each in its own right; for
/// a benchmark. `worker` is a command; empty: the bundled one.
class [[gnu::visibility("default")]] MeasuredWorker {
 public:
  /// Throws std::runtime_error where one of them cannot be started.
  MeasuredWorker(const std::string& worker, const std::string& client, const std::string& scenario);
  ~MeasuredWorker();
  MeasuredWorker(const MeasuredWorker&) = delete;
  MeasuredWorker& operator=(const MeasuredWorker&) = delete;

  /// From the order to the answer. Throws std::runtime_error if the worker fails.
  std::chrono::duration<double> fetch(std::int64_t count);

  Usage usage() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The clients that a worker says it holds and that are to be compared.
[[gnu::visibility("default")]] std::vector<std::string> clients_of(const std::string& worker);

}  // namespace leakproof
