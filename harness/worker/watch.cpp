// SPDX-License-Identifier: MIT
#include "worker/watch.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cinttypes>
#include <cstdio>
#include <numeric>
#include <optional>
#include <string>

#include "model/interrupted.hpp"
#include "model/worker.hpp"
#include "posix/processes.hpp"
#include "worker/failure_text.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

// A runaway client allocates at most about 5 GB/s, so it exceeds its limit by at most 250
// MB.
constexpr std::chrono::milliseconds memory_interval{50};

// Looking for all of its processes shall take a hundredth of the time: there may be many others.
constexpr int share_of_time = 100;

// The longest time between the end of a process's output and the end of the process.
constexpr std::chrono::seconds last_breath{1};

timespec time_until(Clock::time_point then) {
  const auto left = std::max(std::chrono::nanoseconds(0), then - Clock::now());
  const auto whole = std::chrono::floor<std::chrono::seconds>(left);
  return {.tv_sec = whole.count(), .tv_nsec = (left - whole).count()};
}

// What is resident of a process, in bytes.
std::int64_t resident_of(ProcFile& statm) {
  std::int64_t pages = 0;
  const std::string text(statm.read().value_or(""));
  (void)std::sscanf(text.c_str(), "%*d %" SCNd64, &pages);
  return pages * ::sysconf(_SC_PAGESIZE);
}

// Of what is resident in several processes, its share, in bytes. nullopt: it may not be read.
std::optional<std::int64_t> share_of(pid_t pid) {
  ProcFile rollup(pid, "smaps_rollup");
  const auto kibibytes = number_after(rollup.read().value_or(""), "Pss");
  return kibibytes ? std::optional(*kibibytes << 10) : std::nullopt;
}

}  // namespace

Watch::Watch(const Command& command, Bounds bounds, const Interrupt& interrupt)
    : process_(command),
      bounds_(bounds),
      interrupt_(interrupt),
      memory_of_(process_.pid()),
      memory_(memory_of_, "statm") {
  ::fcntl(process_.errors(), F_SETFL, O_NONBLOCK);
}

Watch::Ready Watch::wait_until(Time then, int fd) {
  while (true) {
    std::array<pollfd, 4> watched{{
        {.fd = fd, .events = POLLIN, .revents = 0},
        {.fd = measured_end_ ? measured_end_.get() : process_.exit_event(),
         .events = POLLIN,
         .revents = 0},
        {.fd = errors_open_ ? process_.errors() : -1, .events = POLLIN, .revents = 0},
        {.fd = interrupt_.fd(), .events = POLLIN, .revents = 0},
    }};
    const timespec time = time_until(std::min(then, next_memory_check_));
    ::ppoll(watched.data(), watched.size(), &time, nullptr);
    const auto [awaited, ended, errors, interrupt] = watched;
    if (interrupt.revents != 0) throw Interrupted();
    if (errors.revents != 0) errors_open_ = read_errors();
    const auto now = Clock::now();
    if (now >= next_memory_check_) {
      check_memory(now);
      next_memory_check_ = now + memory_interval;
    }
    const Ready ready{.awaited = awaited.revents != 0, .ended = ended.revents != 0};
    if (ready.awaited || ready.ended || now >= then) return ready;
  }
}

void Watch::measure(pid_t pid) {
  if (pid == process_.pid()) return;
  watch_memory_of(pid);
  // glibc 2.36 declares pidfd_open, but not for C++.
  measured_end_ = Fd{static_cast<int>(::syscall(SYS_pidfd_open, pid, 0))};
}

// Returns false at end of file.
bool Watch::read_errors() {
  std::array<char, 4096> piece{};
  const ssize_t got = ::read(process_.errors(), piece.data(), piece.size());
  if (got > 0) errors_.add({piece.data(), static_cast<std::size_t>(got)});
  return got > 0 || (got < 0 && errno == EAGAIN);
}

// In bytes. What is resident is quickly read, but counts memory that several share several times;
// each one's share is only asked for where that matters.
std::int64_t Watch::memory_of_all() const {
  std::vector<pid_t> all = family_members(process_.family());
  if (std::ranges::find(all, memory_of_) == all.end()) all.push_back(memory_of_);
  std::vector<std::int64_t> resident;
  for (const pid_t pid : all) {
    // This process may have become the parent of one that has ended.
    if (pid != process_.pid()) reap_if_ended(pid);
    ProcFile statm(pid, "statm");
    resident.push_back(resident_of(statm));
  }
  const auto sum = std::accumulate(resident.begin(), resident.end(), std::int64_t{0});
  if (sum <= bounds_.memory) return sum;
  std::int64_t shares = 0;
  for (std::size_t i = 0; i < all.size(); ++i) shares += share_of(all[i]).value_or(resident[i]);
  return shares;
}

void Watch::check_memory(Time now) {
  if (bounds_.memory == 0) return;
  std::int64_t bytes = resident_of(memory_);
  if (now >= next_check_of_all_) {
    bytes = memory_of_all();
    next_check_of_all_ =
        now + std::max<Clock::duration>(memory_interval, share_of_time * (Clock::now() - now));
  }
  if (bytes > bounds_.memory) {
    throw MemoryCapReached(fmt::format("its memory limit of {:.3g} GiB",
                                       static_cast<double>(bounds_.memory) / (1 << 30)));
  }
}

int Watch::end() {
  const auto latest = deadline();
  if (measured_end_) {
    if (!wait_until(latest, -1).ended) fail(failure::did_not_end(patience_text()));
    process_.end_gently();
    return 0;
  }
  while (true) {
    if (const auto code = process_.exit_code()) return *code;
    if (Clock::now() >= latest) fail(failure::did_not_end(patience_text()));
    wait_until(latest, -1);
  }
}

void Watch::fail_at_its_end(const std::string& closed) {
  pollfd ended{.fd = process_.exit_event(), .events = POLLIN, .revents = 0};
  const timespec time = time_until(Clock::now() + last_breath);
  ::ppoll(&ended, 1, &time, nullptr);
  const auto code = process_.exit_code();
  fail(code ? failure::ended(*code) : closed);
}

std::string Watch::failure_message(const std::string& what) {
  const ErrorTail& tail = errors();
  return what + failure::hint(tail.text()) + tail.quote(bounds_.quoted_lines);
}

void Watch::fail(const std::string& what) { throw WorkerFailure(failure_message(what)); }

// With forty threads that want two processors, all takes twenty times as long.
std::chrono::milliseconds Watch::patience() const {
  if (!bounds_.stretches) return bounds_.answer;
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      bounds_.answer * std::clamp(bounds_.load(), 1.0, 20.0));
}

std::string Watch::patience_text() const {
  const double answer = static_cast<double>(bounds_.answer.count()) / 1000;
  const double now = static_cast<double>(patience().count()) / 1000;
  std::string remark{bounds_.option};
  if (now >= answer * 1.1) {
    remark += fmt::format("{}{:.3g} s on this busy machine", remark.empty() ? "" : "; ", now);
  }
  return fmt::format("{:g} s{}", answer, remark.empty() ? "" : " (" + remark + ")");
}

const ErrorTail& Watch::errors() {
  // Bounded, because the worker may still be writing.
  for (int pieces = 0; pieces < 64 && errors_open_; ++pieces) {
    pollfd ready{.fd = process_.errors(), .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, 0) <= 0) break;
    errors_open_ = read_errors();
  }
  return errors_;
}

}  // namespace leakproof
