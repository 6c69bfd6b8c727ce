// SPDX-License-Identifier: MIT
#include "runtimes/collection/answer.hpp"

#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_line = 64 << 10;

}  // namespace

Answer::Answer(const Fd& agent, std::string_view order, std::chrono::milliseconds patience)
    : socket_(agent.get()),
      deadline_(Clock::now() + patience),
      sent_(::send(agent.get(), order.data(), order.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(order.size())) {}

bool Answer::is_ready_within(std::chrono::milliseconds time) const {
  const auto left = deadline_ - Clock::now();
  if (!sent_ || left <= time) return true;
  pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
  return ::poll(&ready, 1, static_cast<int>(time.count())) != 0;
}

bool Answer::is_order_read() const {
  int unread = 0;
  return ::ioctl(socket_, SIOCOUTQ, &unread) == 0 && unread == 0;
}

std::optional<std::string> Answer::next_line() {
  auto end = received_.find('\n');
  for (; end == received_.npos; end = received_.find('\n')) {
    if (!sent_ || received_.size() > longest_line || !receive()) return std::nullopt;
  }
  std::string line = received_.substr(0, end);
  received_.erase(0, end + 1);
  return line;
}

bool Answer::receive() {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
  pollfd ready{.fd = socket_, .events = POLLIN, .revents = 0};
  if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0) return false;
  std::array<char, 4096> piece{};
  const ssize_t got = ::recv(socket_, piece.data(), piece.size(), 0);
  if (got <= 0) return false;
  received_.append(piece.data(), static_cast<std::size_t>(got));
  return true;
}

}  // namespace leakproof
