// SPDX-License-Identifier: MIT
#include "idle_connections.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace leakproof::server {
namespace {

bool watch(const Fd& poll, int fd, std::uint32_t events) {
  epoll_event event{.events = events, .data = {.fd = fd}};
  return ::epoll_ctl(poll.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

}  // namespace

IdleConnections::IdleConnections()
    : poll_(checked_fd(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      closed_(checked_fd(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  if (!watch(poll_, closed_.get(), EPOLLIN)) {
    throw std::system_error(errno, std::generic_category(), "watching idle connections");
  }
}

std::unique_ptr<IdleConnection> IdleConnections::add(std::unique_ptr<IdleConnection> connection) {
  const int socket = connection->socket();
  const std::lock_guard lock(mutex_);
  // EPOLLONESHOT: the socket wakes only one thread.
  if (!watch(poll_, socket, EPOLLIN | EPOLLRDHUP | EPOLLONESHOT)) return connection;
  connections_.emplace(socket, std::move(connection));
  return nullptr;
}

std::unique_ptr<IdleConnection> IdleConnections::take(int socket) {
  const std::lock_guard lock(mutex_);
  ::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, socket, nullptr);
  auto found = connections_.extract(socket);
  return found ? std::move(found.mapped()) : nullptr;
}

std::unique_ptr<IdleConnection> IdleConnections::wait() {
  while (true) {
    epoll_event event{};
    const int ready = ::epoll_wait(poll_.get(), &event, 1, -1);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0 || event.data.fd == closed_.get()) return nullptr;
    if (auto connection = take(event.data.fd)) return connection;
  }
}

void IdleConnections::close() { ::eventfd_write(closed_.get(), 1); }

std::vector<std::unique_ptr<IdleConnection>> IdleConnections::take_all() {
  std::vector<std::unique_ptr<IdleConnection>> left;
  const std::lock_guard lock(mutex_);
  for (auto& [socket, connection] : connections_) left.push_back(std::move(connection));
  connections_.clear();
  return left;
}

std::size_t IdleConnections::size() const {
  const std::lock_guard lock(mutex_);
  return connections_.size();
}

}  // namespace leakproof::server
