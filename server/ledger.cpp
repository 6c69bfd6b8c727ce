// SPDX-License-Identifier: MIT
#include "ledger.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <utility>
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

/// The state of the open connections in the kernel, which may be newer than what is booked.
struct Ledger::Survey {
  std::int64_t under_way = 0;              // will be booked regardless of what the client does
  std::int64_t under_way_with_client = 0;  // those whose client has not hung up
  std::int64_t hung_up = 0;
};

Ledger::Survey Ledger::survey() const {
  std::vector<pollfd> looks;
  looks.reserve(open_.size());
  for (const auto& [socket, connection] : open_) {
    const Awaits awaits = connection.awaits;
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

bool Ledger::opened(Fd socket) {
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  ++counts_.connections;
  const int number = socket.get();
  open_.emplace(number, Connection{.socket = std::move(socket)});
  return true;
}

void Ledger::refused(Fd socket) {
  const std::lock_guard lock(mutex_);
  ++counts_.connections;
  ++counts_.refused;
  socket.reset();  // closed before the counts can be read
}

void Ledger::turned_away(Fd socket) {
  const std::lock_guard lock(mutex_);
  ++counts_.strangers;
  socket.reset();
}

void Ledger::lacked_upstream() {
  const std::lock_guard lock(mutex_);
  ++counts_.without_upstream;
}

void Ledger::held(int socket) {
  const std::lock_guard lock(mutex_);
  open_.at(socket).awaits = Awaits::turn;
  booked_.notify_all();
}

void Ledger::asked(int socket) {
  const std::lock_guard lock(mutex_);
  ++counts_.requests;
  open_.at(socket).awaits = Awaits::room;
}

void Ledger::answered(int socket, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  counts_.sent_bytes += bytes;
  ++counts_.complete;
  open_.at(socket).awaits = Awaits::request;
  booked_.notify_all();
}

void Ledger::broken(int socket, std::int64_t bytes) {
  const std::lock_guard lock(mutex_);
  counts_.sent_bytes += bytes;
  ++counts_.broken;
  open_.at(socket).awaits = Awaits::request;
  booked_.notify_all();
}

void Ledger::closed(int socket, Reply last, std::int64_t bytes) {
  const bool by_client = client_hung_up(socket);
  Fd own;
  {
    const std::lock_guard lock(mutex_);
    counts_.sent_bytes += bytes;
    counts_.complete += last == Reply::complete ? 1 : 0;
    counts_.broken += last == Reply::broken ? 1 : 0;
    counts_.closed_by_client += by_client ? 1 : 0;
    own = std::move(open_.extract(socket).mapped().socket);
    // The client can observe the closing, so no reading of the counts may fall between the
    // booking and the closing. If the client is already gone, close() happens outside the
    // lock.
    if (!by_client) own.reset();
  }
  booked_.notify_all();
}

void Ledger::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (const auto& [socket, connection] : open_) {
    ::shutdown(socket, SHUT_RDWR);
  }
}

Ledger::Survey Ledger::survey_once_none(std::int64_t Survey::*are_left,
                                        std::unique_lock<std::mutex>& lock) const {
  const auto deadline = Clock::now() + patience;
  Survey seen = survey();
  while (seen.*are_left > 0 && Clock::now() < deadline) {
    // Poll in steps: a reply whose send buffer is full stops being under way without a
    // booking.
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
