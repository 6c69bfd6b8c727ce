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
/// used again. Nothing is handed from thread to thread: that would cost a
/// switch for each connection.
class ElasticPool {
 public:
  explicit ElasticPool(std::function<void()> loop) : loop_(std::move(loop)) {}

  /// Starts the first thread. Throws std::system_error where there is none.
  void start();

  /// For a thread that has got work: sees to it that another one waits in its
  /// place. False where none can be had; the caller then has to wait on.
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
