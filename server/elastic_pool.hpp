// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace leakproof::server {

/// Threads that all run one loop: wait for a connection, serve it, wait again. One of them
/// always waits, so there is a thread for each live connection and a client that hoards
/// connections cannot starve the server. Idle threads are reused, and all but some end, so that a
/// flood of connections leaves nothing behind. A connection is never
/// handed from one thread to another, which would cost a context switch.
class ElasticPool {
 public:
  explicit ElasticPool(std::function<void()> loop) : loop_(std::move(loop)) {}

  /// Starts the first thread. Throws std::system_error if the system cannot create a
  /// thread.
  void start();

  /// Called by a thread that has received work: makes sure that another thread waits in its
  /// place. Returns false if no thread is available; then the caller must go on waiting.
  bool begin_work();

  /// Called by the same thread when the work is done. False if enough threads wait already: the
  /// loop must then return.
  [[nodiscard]] bool end_work();

  std::size_t threads() const;

  /// Waits until every loop has returned. Starts no more threads.
  void join();

 private:
  void join_those_that_left();

  std::function<void()> loop_;
  mutable std::mutex mutex_;
  std::vector<std::thread> threads_{};
  std::vector<std::thread::id> left_{};  // their loop has returned, or is about to
  std::size_t waiting_ = 0;
  bool joining_ = false;
};

}  // namespace leakproof::server
