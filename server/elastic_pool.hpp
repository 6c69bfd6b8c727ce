// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace leakproof::server {

/// Threads that all run one loop: wait for a connection, serve it, wait again.
/// One of them always waits, so there is a thread for each live connection and
/// a client that hoards connections cannot starve the server. Idle threads are
/// used again. No connection is handed from thread to thread: that would cost a context
/// switch each.
class ElasticPool {
 public:
  explicit ElasticPool(std::function<void()> loop) : loop_(std::move(loop)) {}

  /// Starts the first thread. Throws std::system_error where the system grants none.
  void start();

  /// Called by a thread that has got work: makes sure that another one waits in its
  /// place. False where no thread is available; then the caller must go on waiting.
  bool begin_work();
  void end_work();

  std::size_t threads() const;

  /// Waits until every loop has returned. Starts no more threads.
  void join();

 private:
  std::function<void()> loop_;
  mutable std::mutex mutex_;
  std::vector<std::thread> threads_{};
  std::size_t waiting_ = 0;
  bool joining_ = false;
};

}  // namespace leakproof::server
