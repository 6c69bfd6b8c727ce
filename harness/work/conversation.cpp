// SPDX-License-Identifier: MIT
#include "work/conversation.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include <leakproof/engine.hpp>

#include "base/text.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

// An answer is a few words; more without a line end is a flood.
constexpr std::size_t longest_line = 64 << 10;

// A client that runs away fills some 5 GB a second at most: this often, it is
// stopped within some 250 MB of its limit.
constexpr std::chrono::milliseconds memory_interval{50};

// Between the end of a process's output and that of the process.
constexpr std::chrono::seconds last_breath{1};

int milliseconds_until(Clock::time_point then) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{:g} s", static_cast<double>(time.count()) / 1000);
}

}  // namespace

Conversation::Conversation(const Command& command, Bounds bounds, const Interrupt& interrupt)
    : process_(command), bounds_(bounds), interrupt_(interrupt), memory_(process_.pid(), "statm") {
  ::fcntl(process_.errors(), F_SETFL, O_NONBLOCK);
}

void Conversation::say(std::string_view text) {
  // Far below what a pipe holds, so this does not block on a worker that hangs.
  if (::write(process_.input(), text.data(), text.size()) < 0) {
    wait_for_output(Clock::now() + bounds_.answer);
    fail_at_its_end();
  }
}

std::string_view Conversation::listen() {
  const auto deadline = Clock::now() + bounds_.answer;
  while (true) {
    if (const auto line = take_line()) return *line;
    wait_for_output(deadline);
    read_output();
  }
}

std::optional<std::string_view> Conversation::take_line() {
  const std::size_t end = output_.find('\n', taken_);
  if (end != output_.npos) {
    const std::string_view line = std::string_view(output_).substr(taken_, end - taken_);
    taken_ = end + 1;
    return line;
  }
  output_.erase(0, std::exchange(taken_, 0));
  if (output_.size() > longest_line) {
    fail(fmt::format("it floods its standard output: {} bytes without a line end, beginning \"{}\"",
                     grouped(static_cast<std::int64_t>(output_.size())),
                     printable(std::string_view(output_).substr(0, 60))));
  }
  return std::nullopt;
}

// Waits for a sign of life; what comes on standard error is taken in on the way.
Conversation::Ready Conversation::wait_until(Clock::time_point then) {
  std::array<pollfd, 4> watched{{
      {.fd = output_open_ ? process_.output() : -1, .events = POLLIN, .revents = 0},
      {.fd = process_.exit_event(), .events = POLLIN, .revents = 0},
      {.fd = errors_open_ ? process_.errors() : -1, .events = POLLIN, .revents = 0},
      {.fd = interrupt_.fd(), .events = POLLIN, .revents = 0},
  }};
  ::poll(watched.data(), watched.size(), milliseconds_until(then));
  const auto [output, ended, errors, interrupt] = watched;
  if (interrupt.revents != 0) throw Interrupted();
  if (errors.revents != 0) errors_open_ = read_errors();
  return {.output = output.revents != 0, .ended = ended.revents != 0};
}

void Conversation::wait_for_output(Clock::time_point deadline) {
  while (true) {
    const Ready ready = wait_until(std::min(deadline, memory_checked_ + memory_interval));
    if (ready.output) return;
    if (ready.ended) fail_at_its_end();
    const auto now = Clock::now();
    if (now - memory_checked_ >= memory_interval) {
      memory_checked_ = now;
      check_memory();
    }
    if (now >= deadline) {
      fail(fmt::format("it did not answer within {}", seconds(bounds_.answer)));
    }
  }
}

void Conversation::read_output() {
  std::array<char, 4096> piece{};
  const ssize_t got = ::read(process_.output(), piece.data(), piece.size());
  if (got <= 0) fail_at_its_end();
  output_.append(piece.data(), static_cast<std::size_t>(got));
}

// False once there is nothing more to come.
bool Conversation::read_errors() {
  std::array<char, 4096> piece{};
  const ssize_t got = ::read(process_.errors(), piece.data(), piece.size());
  if (got > 0) errors_.add({piece.data(), static_cast<std::size_t>(got)});
  return got > 0 || (got < 0 && errno == EAGAIN);
}

void Conversation::check_memory() {
  if (bounds_.memory == 0) return;
  const auto pages = memory_.read();
  if (!pages) return;
  const std::size_t resident = pages->find(' ') + 1;
  std::int64_t count = 0;
  std::from_chars(pages->data() + resident, pages->data() + pages->size(), count);
  if (count * ::sysconf(_SC_PAGESIZE) > bounds_.memory) {
    throw MemoryCapReached(fmt::format("its memory limit of {:.3g} GiB",
                                       static_cast<double>(bounds_.memory) / (1 << 30)));
  }
}

int Conversation::end() {
  process_.close_input();
  const auto deadline = Clock::now() + bounds_.answer;
  while (true) {
    if (const auto code = process_.exit_code()) return *code;
    if (Clock::now() >= deadline) {
      fail(fmt::format("it did not end within {}", seconds(bounds_.answer)));
    }
    output_open_ = !wait_until(deadline).output;  // what it says now is nobody's business
  }
}

void Conversation::fail_at_its_end() {
  pollfd ended{.fd = process_.exit_event(), .events = POLLIN, .revents = 0};
  ::poll(&ended, 1, milliseconds_until(Clock::now() + last_breath));
  const auto code = process_.exit_code();
  if (!code) fail("it closed its standard output");
  if (*code > 128) fail(fmt::format("it was killed by signal {}", *code - 128));
  fail(fmt::format("it ended by itself with exit code {}", *code));
}

void Conversation::fail(const std::string& what) { throw WorkerFailure(what + errors().quote()); }

const ErrorTail& Conversation::errors() {
  // Bounded: a worker that still writes must not keep us here.
  for (int pieces = 0; pieces < 64 && errors_open_; ++pieces) {
    pollfd ready{.fd = process_.errors(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, 0) <= 0) break;
    errors_open_ = read_errors();
  }
  return errors_;
}

}  // namespace leakproof
