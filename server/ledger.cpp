// SPDX-License-Identifier: MIT
#include "ledger.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <vector>

namespace leakproof::server {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto patience = std::chrono::seconds(1);
constexpr auto between_looks = std::chrono::milliseconds(1);

constexpr short gone = POLLRDHUP | POLLHUP | POLLERR;
constexpr short can_go_on = POLLIN | POLLOUT | POLLHUP | POLLERR;

pollfd look_at(int socket, int awaited) {
  return {.fd = socket, .events = static_cast<short>(POLLRDHUP | awaited), .revents = 0};
}

bool client_hung_up(int socket) {
  pollfd look = look_at(socket, 0);
  return ::poll(&look, 1, 0) == 1 && (look.revents & gone) != 0;
}

}  // namespace

/// The open connections as the kernel knows them, which is ahead of us.
struct Ledger::Survey {
  std::int64_t under_way = 0;              // will be booked without any more of the client
  std::int64_t under_way_with_client = 0;  // of those, it has not hung up
  std::int64_t hung_up = 0;
};

Ledger::Survey Ledger::survey() const {
  std::vector<pollfd> looks;
  looks.reserve(open_.size());
  for (const auto& [socket, awaits] : open_) {
    looks.push_back(look_at(socket, awaits == Awaits::room      ? POLLOUT
                                    : awaits == Awaits::request ? POLLIN
                                                                : 0));
  }
  ::poll(looks.data(), looks.size(), 0);
  Survey survey;
  for (const pollfd& look : looks) {
    const bool awaits_turn = (look.events & (POLLIN | POLLOUT)) == 0;
    const bool is_under_way = !awaits_turn && (look.revents & can_go_on) != 0;
    const bool has_hung_up = (look.revents & gone) != 0;
    survey.under_way += is_under_way ? 1 : 0;
    survey.under_way_with_client += is_under_way && !has_hung_up ? 1 : 0;
    survey.hung_up += has_hung_up ? 1 : 0;
  }
  return survey;
}

bool Ledger::opened(int socket) {
  const std::lock_guard lock(mutex_);
  if (closed_) {
    ::close(socket);
    return false;
  }
  ++counts_.connections;
  open_.emplace(socket, Awaits::request);
  return true;
}

void Ledger::refused(int socket) {
  const std::lock_guard lock(mutex_);
  ++counts_.connections;
  ++counts_.refused;
  ::close(socket);
}

void Ledger::held(int socket) {
  const std::lock_guard lock(mutex_);
  open_[socket] = Awaits::turn;
  booked_.notify_all();
}

void Ledger::asked(int socket) {
  const std::lock_guard lock(mutex_);
  ++counts_.requests;
  open_[socket] = Awaits::room;
}

void Ledger::answered(int socket, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  counts_.sent_bytes += bytes;
  ++counts_.complete;
  open_[socket] = Awaits::request;
  booked_.notify_all();
}

void Ledger::broken(int socket, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  counts_.sent_bytes += bytes;
  ++counts_.broken;
  open_[socket] = Awaits::request;
  booked_.notify_all();
}

void Ledger::closed(int socket, Reply last, std::int64_t bytes) {
  const bool by_client = client_hung_up(socket);
  {
    const std::lock_guard lock(mutex_);
    counts_.sent_bytes += bytes;
    counts_.complete += last == Reply::complete ? 1 : 0;
    counts_.broken += last == Reply::broken ? 1 : 0;
    counts_.closed_by_client += by_client ? 1 : 0;
    open_.erase(socket);
    if (!by_client) {
      // The client will see this, so no count may fall between the booking and
      // the deed. If it has gone, the next connection need not wait for this.
      ::close(socket);
    }
  }
  booked_.notify_all();
  if (by_client) {
    ::close(socket);
  }
}

void Ledger::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (const auto& [socket, awaits] : open_) {
    ::shutdown(socket, SHUT_RDWR);
  }
}

Ledger::Survey Ledger::survey_once_none(std::int64_t Survey::*are_left,
                                        std::unique_lock<std::mutex>& lock) const {
  const auto deadline = Clock::now() + patience;
  Survey seen = survey();
  while (seen.*are_left > 0 && Clock::now() < deadline) {
    // In steps: a reply that runs out of room ends its part without a booking.
    booked_.wait_for(lock, between_looks);
    seen = survey();
  }
  return seen;
}

std::int64_t Ledger::open_connections() const {
  std::unique_lock lock(mutex_);
  const Survey seen = survey_once_none(&Survey::under_way_with_client, lock);
  return static_cast<std::int64_t>(open_.size()) - seen.hung_up;
}

LedgerCounts Ledger::counts() const {
  std::unique_lock lock(mutex_);
  const Survey seen = survey_once_none(&Survey::under_way, lock);
  LedgerCounts counts = counts_;
  counts.open = static_cast<std::int64_t>(open_.size()) - seen.hung_up;
  counts.closed_by_client += seen.hung_up;
  return counts;
}

}  // namespace leakproof::server
