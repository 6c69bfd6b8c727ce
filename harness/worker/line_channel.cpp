// SPDX-License-Identifier: MIT
#include "worker/line_channel.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "posix/family.hpp"
#include "text/numbers.hpp"
#include "text/printable.hpp"
#include "worker/failure_text.hpp"

namespace leakproof {
namespace {

// An answer is a few words; this much output without a line end is an error.
constexpr std::size_t longest_answer = 64 << 10;

}  // namespace

LineChannel::LineChannel(const Command& command, Watch::Bounds bounds, const Interrupt& interrupt)
    : watch_(command, bounds, interrupt) {}

bool LineChannel::is_the_workers(pid_t pid) const {
  return pid == this->pid() || is_of_family(pid, process().family());
}

pid_t LineChannel::accept(UnixListener& listener) {
  watch_.process().close_input();
  const auto deadline = watch_.deadline();
  std::string refused;
  while (std::chrono::steady_clock::now() < deadline) {
    if (auto peer = listener.accept()) {
      if (!is_the_workers(peer->pid)) {
        refused = failure::stranger_refused(peer->pid);
        continue;
      }
      connection_ = std::move(peer->socket);
      watch_.measure(peer->pid);
      return peer->pid;
    }
    const auto ready = watch_.wait_until(deadline, listener.event());
    if (!ready.awaited && ready.ended) {
      fail(failure::test_ended(exit_code().value_or(0)) + refused);
    }
  }
  fail(failure::test_not_connected(watch_.patience_text()) + refused);
}

bool LineChannel::has_connected_again(UnixListener& listener) const {
  while (const auto peer = listener.accept()) {
    if (is_the_workers(peer->pid)) return true;
  }
  return false;
}

void LineChannel::send(std::string_view text) {
  // The text is much smaller than the buffer of a pipe or socket, so this does not block if the
  // worker hangs.
  const int orders = connection_ ? connection_.get() : watch_.process().input();
  if (::write(orders, text.data(), text.size()) < 0) {
    wait_for_output(watch_.deadline());
    fail_at_its_end();
  }
}

std::string_view LineChannel::receive() {
  const auto deadline = watch_.deadline();
  while (true) {
    if (const auto line = take_line()) return *line;
    wait_for_output(deadline);
    read_output();
  }
}

std::optional<std::string_view> LineChannel::take_line() {
  const std::size_t end = output_.find('\n', taken_);
  if (end != output_.npos) {
    const std::string_view line = std::string_view(output_).substr(taken_, end - taken_);
    taken_ = end + 1;
    return line;
  }
  output_.erase(0, std::exchange(taken_, 0));
  if (output_.size() > longest_answer) {
    fail(failure::flood(output_));
  }
  return std::nullopt;
}

void LineChannel::wait_for_output(Watch::Time deadline) {
  const auto ready = watch_.wait_until(deadline, answers());
  if (ready.awaited) return;
  if (ready.ended) fail_at_its_end();
  fail(failure::no_answer(watch_.patience_text()));
}

bool LineChannel::is_readable_before_output(int fd) {
  constexpr auto moment = std::chrono::milliseconds(2);
  const auto deadline = watch_.deadline();
  while (std::chrono::steady_clock::now() < deadline) {
    if (watch_.wait_until(std::chrono::steady_clock::now() + moment, fd).awaited) return true;
    pollfd output{.fd = answers(), .events = POLLIN, .revents = 0};
    if (::poll(&output, 1, 0) != 0) return false;
  }
  fail(failure::no_answer(watch_.patience_text()));
}

void LineChannel::read_output() {
  std::array<char, 4096> piece{};
  const ssize_t got = ::read(answers(), piece.data(), piece.size());
  if (got <= 0) fail_at_its_end();
  output_.append(piece.data(), static_cast<std::size_t>(got));
}

void LineChannel::fail_at_its_end() {
  watch_.fail_at_its_end(connection_ ? failure::closed_connection() : failure::closed_output());
}

int LineChannel::end() {
  // Not close(): what it has sent is unread, so that it might not receive the last order.
  if (connection_) ::shutdown(connection_.get(), SHUT_WR);
  watch_.process().close_input();
  return watch_.end();  // its last output is not read
}

}  // namespace leakproof
