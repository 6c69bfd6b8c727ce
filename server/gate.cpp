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
    if (waiting.may_go || waiting.has_left) continue;
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
  bool any_left = false;
  for (Waiting& waiting : waiting_) {
    if (waiting.may_go || waiting.has_left) continue;
    waiting.has_left = has_left(waiting.client);
    any_left = any_left || waiting.has_left;
    counts.held += waiting.has_left ? 0 : 1;
  }
  if (any_left) granted_.notify_all();
  return counts;
}

std::vector<ClientEnd> Gate::held_clients() {
  const std::lock_guard lock(mutex_);
  std::vector<ClientEnd> held;
  for (const Waiting& waiting : waiting_) {
    if (!waiting.may_go && !waiting.has_left) held.push_back(waiting.client.end);
  }
  return held;
}

// A client may end its side of the connection after its request and still read the reply.
bool Gate::has_left(const ServedClient& client) const {
  return hung_up(client.socket) && !(still_waits_ && still_waits_(client.end));
}

bool Gate::pass(const ServedClient& client, bool begins_fetch) {
  std::unique_lock lock(mutex_);
  if (!begins_fetch) {
    ++counts_.under_way;
    return true;
  }
  const auto mine = waiting_.insert(waiting_.end(), {.client = client});
  grant();
  if (!mine->may_go) {
    tell();
    granted_.wait(lock, [&] { return mine->may_go || mine->has_left; });
  }
  const bool passes = mine->may_go;
  waiting_.erase(mine);
  return passes;
}

void Gate::answered(bool whole) {
  const std::lock_guard lock(mutex_);
  --counts_.under_way;
  counts_.broken += whole ? 0 : 1;
  if (!waiting_.empty()) tell();
}

}  // namespace leakproof::server
