// SPDX-License-Identifier: MIT
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include <leakproof/client.hpp>

#include "protocol/run_order.hpp"

namespace leakproof {

/// Makes the ordered fetches, in the threads and with the clients that the order requires.
/// All threads and clients exist from the first order on and wait between orders, so that
/// they do not look like growth.
class ThreadPool {
 public:
  explicit ThreadPool(const ClientEntry& entry);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// Returns the number of failed fetches.
  long run(const protocol::RunOrder& order);

  /// Makes every client release what it would release when idle.
  void settle();

 private:
  bool fetch_once(Client& client, const protocol::RunOrder& order);
  bool fetch(Client& client, const Request& request);
  void log_first_failure(const Outcome& failure);
  long run_in_threads(const protocol::RunOrder& order);
  void add_threads(int threads);
  void wait_for_orders(Client& client);

  const ClientEntry& entry_;
  std::vector<std::unique_ptr<Client>> clients_;

  std::mutex mutex_;
  std::condition_variable changed_;
  const protocol::RunOrder* order_ = nullptr;  // the order under way
  long number_ = 0;                            // number of orders so far
  long left_ = 0;                              // fetches not begun yet
  int busy_ = 0;                               // threads that work on the order
  long failed_ = 0;
  bool told_ = false;
  bool leaving_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace leakproof
