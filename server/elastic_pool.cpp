// SPDX-License-Identifier: MIT
#include "elastic_pool.hpp"

#include <algorithm>
#include <system_error>

namespace leakproof::server {
namespace {

constexpr std::size_t most_waiting = 64;

}  // namespace

void ElasticPool::start() {
  const std::lock_guard lock(mutex_);
  threads_.emplace_back(loop_);
  ++waiting_;
}

bool ElasticPool::begin_work() {
  const std::lock_guard lock(mutex_);
  if (waiting_ > 1) {
    --waiting_;
    return true;
  }
  if (joining_) {
    return false;
  }
  join_those_that_left();
  try {
    threads_.emplace_back(loop_);  // the new thread waits in place of the caller
    return true;
  } catch (const std::system_error&) {
    return false;  // the limit on threads is reached, as in a container
  }
}

bool ElasticPool::end_work() {
  const std::lock_guard lock(mutex_);
  if (waiting_ >= most_waiting && !joining_) {
    left_.push_back(std::this_thread::get_id());
    return false;
  }
  ++waiting_;
  return true;
}

// They need the lock no more.
void ElasticPool::join_those_that_left() {
  for (const std::thread::id id : left_) {
    const auto left = std::ranges::find(threads_, id, &std::thread::get_id);
    left->join();
    std::swap(*left, threads_.back());
    threads_.pop_back();
  }
  left_.clear();
}

std::size_t ElasticPool::threads() const {
  const std::lock_guard lock(mutex_);
  return threads_.size() - left_.size();
}

void ElasticPool::join() {
  std::vector<std::thread> leaving;
  {
    const std::lock_guard lock(mutex_);
    joining_ = true;
    left_.clear();
    leaving.swap(threads_);
  }
  for (std::thread& thread : leaving) {
    thread.join();
  }
}

}  // namespace leakproof::server
