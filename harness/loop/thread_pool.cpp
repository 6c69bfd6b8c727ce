// SPDX-License-Identifier: MIT
#include "loop/thread_pool.hpp"

#include <cstdio>
#include <exception>
#include <utility>

#include "loop/fetch_mark.hpp"

namespace leakproof {

ThreadPool::ThreadPool(const ClientEntry& entry) : entry_(entry) {
  clients_.push_back(entry.make());
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    leaving_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::settle() {
  for (const auto& client : clients_) client->settle();
}

long ThreadPool::run(const protocol::RunOrder& order) {
  if (order.threads > 1) return run_in_threads(order);
  long failed = 0;
  for (long i = 0; i < order.fetches; ++i) {
    failed += fetch_once(*clients_.front(), order) ? 0 : 1;
  }
  return failed;
}

bool ThreadPool::fetch_once(Client& client, const protocol::RunOrder& order) {
  bool ok = false;
  const auto one = [&] {
    const auto own = order.client_each ? entry_.make() : nullptr;
    ok = fetch(own ? *own : client, order.request);
  };
  order.thread_each ? std::thread(one).join() : one();
  return ok;
}

bool ThreadPool::fetch(Client& client, const Request& request) {
  Outcome outcome;
  try {
    const FetchMark mark;
    outcome = client.fetch(request);
  } catch (const std::exception& error) {
    outcome.error = error.what();
  }
  if (!outcome.ok) log_first_failure(outcome);
  return outcome.ok;
}

// Prints only the first failure to standard error; the harness quotes it if the trial is
// invalid.
void ThreadPool::log_first_failure(const Outcome& failure) {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(told_, true)) std::fprintf(stderr, "failed: %s\n", failure.error.c_str());
}

long ThreadPool::run_in_threads(const protocol::RunOrder& order) {
  add_threads(order.threads);
  std::unique_lock lock(mutex_);
  order_ = &order;
  left_ = order.fetches;
  failed_ = 0;
  busy_ = static_cast<int>(threads_.size());
  ++number_;
  changed_.notify_all();
  changed_.wait(lock, [&] { return busy_ == 0; });
  return failed_;
}

void ThreadPool::add_threads(int threads) {
  while (threads_.size() < static_cast<std::size_t>(threads)) {
    if (!threads_.empty() && !entry_.shareable) clients_.push_back(entry_.make());
    threads_.emplace_back([this, client = clients_.back().get()] { wait_for_orders(*client); });
  }
}

void ThreadPool::wait_for_orders(Client& client) {
  std::unique_lock lock(mutex_);
  for (long done = 0;; ++done) {
    changed_.wait(lock, [&] { return leaving_ || number_ > done; });
    if (leaving_) return;
    while (left_ > 0) {
      --left_;
      const protocol::RunOrder& order = *order_;
      lock.unlock();
      const bool ok = fetch_once(client, order);
      lock.lock();
      failed_ += ok ? 0 : 1;
    }
    if (--busy_ == 0) changed_.notify_all();
  }
}

}  // namespace leakproof
