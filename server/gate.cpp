// SPDX-License-Identifier: MIT
#include "gate.hpp"

#include <poll.h>
#include <sys/eventfd.h>

namespace leakproof::server {
namespace {

bool hung_up(int socket) {
  pollfd look{.fd = socket, .events = POLLRDHUP, .revents = 0};
  return ::poll(&look, 1, 0) == 1;
}

}  // namespace

Gate::Gate() : event_(checked_fd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {}

void Gate::shut() {
  const std::lock_guard lock(mutex_);
  open_ = false;
}

void Gate::open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
  grant();
}

void Gate::let_through(std::int64_t fetches) {
  const std::lock_guard lock(mutex_);
  allowance_ += fetches;
  grant();
}

// Requires mutex_ to be held.
void Gate::grant() {
  bool granted = false;
  for (Waiting& waiting : waiting_) {
    if (waiting.may_go) continue;
    if (!open_) {
      if (allowance_ == 0) break;
      --allowance_;
    }
    granted = waiting.may_go = true;
    ++counts_.passed;
    ++counts_.under_way;
  }
  if (granted) granted_.notify_all();
}

void Gate::tell() const { ::eventfd_write(event_.get(), 1); }

GateCounts Gate::counts() {
  const std::lock_guard lock(mutex_);
  GateCounts counts = counts_;
  bool sent_away = false;
  for (Waiting& waiting : waiting_) {
    if (waiting.may_go) continue;
    if (hung_up(waiting.client.socket)) {
      sent_away = waiting.may_go = true;
      ++counts_.under_way;
      ++counts.under_way;
      continue;
    }
    if (counts.held++ == 0) counts.client_port = waiting.client.port;
  }
  if (sent_away) granted_.notify_all();
  return counts;
}

void Gate::pass(const ServedClient& client, bool begins_fetch) {
  std::unique_lock lock(mutex_);
  if (!begins_fetch) {
    ++counts_.under_way;
    return;
  }
  const auto mine = waiting_.insert(waiting_.end(), {.client = client});
  grant();
  if (!mine->may_go) {
    tell();
    granted_.wait(lock, [&] { return mine->may_go; });
  }
  waiting_.erase(mine);
}

void Gate::answered(bool whole) {
  const std::lock_guard lock(mutex_);
  --counts_.under_way;
  counts_.broken += whole ? 0 : 1;
  if (!waiting_.empty()) tell();
}

}  // namespace leakproof::server
