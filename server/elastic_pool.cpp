// SPDX-License-Identifier: MIT
#include "elastic_pool.hpp"

#include <system_error>

namespace leakproof::server {

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
  try {
    threads_.emplace_back(loop_);  // the new thread waits in place of the caller
    return true;
  } catch (const std::system_error&) {
    return false;  // the limit on threads is reached, as in a container
  }
}

void ElasticPool::end_work() {
  const std::lock_guard lock(mutex_);
  ++waiting_;
}

std::size_t ElasticPool::threads() const {
  const std::lock_guard lock(mutex_);
  return threads_.size();
}

void ElasticPool::join() {
  std::vector<std::thread> leaving;
  {
    const std::lock_guard lock(mutex_);
    joining_ = true;
    leaving.swap(threads_);
  }
  for (std::thread& thread : leaving) {
    thread.join();
  }
}

}  // namespace leakproof::server
