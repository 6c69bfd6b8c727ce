// SPDX-License-Identifier: MIT
#include "worker/paced_worker.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>

#include <algorithm>
#include <thread>

#include "posix/processes.hpp"
#include "runtimes/recognition/recognition.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto a_while = std::chrono::seconds(1);
constexpr auto parked = 5 * ConcurrencyEstimator::patience;
constexpr std::size_t longest_banner = 200;

// Twelve windows of two ends each: below this nothing can be said of growth.
constexpr std::int64_t fewest_fetches = 24;

}  // namespace

PacedWorker::PacedWorker(Settings settings, Gate& gate, int origin_port,
                         std::shared_ptr<const HeapTable> heap, const Interrupt& interrupt)
    : mark_(std::move(settings.mark)),
      gate_(gate),
      origin_port_(origin_port),
      heap_(std::move(heap)),
      agents_(std::move(settings.agents)),
      watch_((gate.shut(), settings.command), settings.bounds, interrupt),
      concurrency_(settings.concurrency) {
  watch_.process().close_input();
}

PacedWorker::~PacedWorker() { end_all(); }

Batch PacedWorker::advance(std::int64_t fetches, std::string_view) {
  const std::int64_t before = ordered_;
  ordered_ += fetches;
  gate_.let_through(fetches);
  if (!wait_until_idle()) return last_batch(before);
  if (measured_ == 0) find_the_client();
  require_the_client();
  wait_until_asleep();
  std::vector<Reported> reported = settle();
  const std::int64_t broken = gate_.counts().broken;
  return {.attempted = fetches,
          .failed = broken - std::exchange(broken_, broken),
          .reported = std::move(reported)};
}

// All that was ordered has been answered, and what comes next is held. False
// where nothing comes next: the client has ended.
bool PacedWorker::wait_until_idle() {
  auto changed = Clock::now();
  GateCounts now;
  while (true) {
    if (const GateCounts counts = gate_.counts(); counts != std::exchange(now, counts)) {
      changed = Clock::now();
    }
    // A reply that is under way and moves no more is one that the client lets be.
    const bool held = now.passed == ordered_ && now.held > 0;
    const auto enough = changed + (now.under_way == 0 ? ConcurrencyEstimator::patience : parked);
    if (held && now.under_way == 0 && concurrency_.complete(now.held)) return true;
    if (held && Clock::now() >= enough) {
      concurrency_.stop(now.held);
      return true;
    }
    const auto deadline = changed + watch_.patience();
    const auto ready = watch_.wait_until(held ? enough : deadline, gate_.event());
    if (ready.awaited) {
      eventfd_t ignored = 0;
      ::eventfd_read(gate_.event(), &ignored);
    }
    if (ready.ended) {
      if (has_gone()) return false;
      std::this_thread::sleep_for(
          ConcurrencyEstimator::patience);  // what it started may still connect
    }
    if (Clock::now() >= deadline && gate_.counts() == now) fail_of_silence(now);
  }
}

void PacedWorker::fail_of_silence(const GateCounts& counts) {
  if (counts.under_way > 0) {
    watch_.fail(
        fmt::format("it made no further request for {}, with {} repl{} not sent whole or "
                    "not read",
                    watch_.patience_text(), counts.under_way, counts.under_way == 1 ? "y" : "ies"));
  }
  if (measured_ != 0) {
    watch_.fail(fmt::format("it made no request for {}", watch_.patience_text()));
  }
  watch_.fail(
      fmt::format("it made no request within {}. Does it take the address from {{url}} in "
                  "its arguments, or from LEAKPROOF_URL?",
                  watch_.patience_text()));
}

// Another process of the same program could leak unseen. Asked now and then: the
// kernel's table of sockets is long.
void PacedWorker::require_the_client() {
  if (ordered_ < next_check_) return;
  next_check_ = ordered_ + std::max<std::int64_t>(1, ordered_ / 4);
  const int port = gate_.counts().client_port;
  if (port == 0 || owner_of_connection(port, origin_port_, {{measured_}})) return;
  watch_.fail(
      "its requests come from more than one process, of which only one can be measured. "
      "Have it make all of them in one, or give the command of one of them");
}

// The client, or all that might have become one.
bool PacedWorker::has_gone() const {
  if (measured_ != 0) return true;
  return std::ranges::none_of(all_processes(), [&](pid_t pid) { return started_with(pid, mark_); });
}

// It may be a descendant of what was started: a launcher, a shell, a fork.
void PacedWorker::find_the_client() {
  const int port = gate_.counts().client_port;
  std::vector<pid_t> ours = all_processes();
  std::vector<pid_t> others;
  std::ranges::partition_copy(std::exchange(ours, {}), std::back_inserter(ours),
                              std::back_inserter(others),
                              [&](pid_t pid) { return started_with(pid, mark_); });
  auto owner = owner_of_connection(port, origin_port_, ours);
  if (!owner) owner = owner_of_connection(port, origin_port_, others);
  if (!owner) {
    watch_.fail(
        "the process that connects cannot be found: does it run in another container, "
        "or for another user?");
  }
  measured_ = *owner;
  watch_.measure(measured_);
  collection_ = runtimes::collection_of(measured_, runtimes::recognised_in(measured_),
                                        agents_.get(), a_while);
  banner_ = printable(command_line(measured_).substr(0, longest_banner));
}

// What came just before the held request may still be on its way back to sleep.
void PacedWorker::wait_until_asleep() const {
  const auto enough = Clock::now() + std::chrono::milliseconds(2);
  while (!is_asleep(measured_) && Clock::now() < enough) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
  }
}

// Collects garbage, while nothing else happens.
std::vector<Reported> PacedWorker::settle() {
  if (!collection_.collector) return {};
  auto reported = collection_.collector->settle(watch_.patience());
  if (!reported) watch_.fail("its runtime does not answer the agent in it");
  wait_until_asleep();
  return *std::move(reported);
}

std::optional<Explanation> PacedWorker::explain() {
  if (!collection_.collector) return std::nullopt;
  return collection_.collector->explain(watch_.patience());
}

Batch PacedWorker::last_batch(std::int64_t passed_before) {
  const auto deadline = Clock::now() + a_while;
  auto code = watch_.process().exit_code();
  while ((!code || gate_.counts().under_way > 0) && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    code = watch_.process().exit_code();
  }
  if (code.value_or(0) != 0) watch_.fail_at_its_end();
  const GateCounts counts = gate_.counts();
  if (counts.passed < fewest_fetches) {
    watch_.fail(fmt::format(
        "it made {} request{} and ended by itself{}. Growth shows over many fetches of one "
        "process: give it a loop, such as\n    while True: fetch(url)",
        counts.passed, counts.passed == 1 ? "" : "s",
        counts.held > 0 ? "; the next came from another process" : ""));
  }
  // What broke off may have done so because the client ended.
  const std::int64_t attempted = counts.passed - passed_before;
  const bool all_broke = counts.broken - broken_ >= attempted;
  return {.attempted = attempted, .failed = all_broke ? attempted : 0, .last = true};
}

ExitReport PacedWorker::stop() {
  end_all();
  return {.last_words = watch_.errors().text(), .quote = watch_.errors().quote()};
}

// Asked first, then told; wherever in the tree of processes they are.
void PacedWorker::end_all() {
  collection_.collector.reset();
  Process& started = watch_.process();
  started.signal_group(SIGTERM);
  const auto deadline = Clock::now() + a_while / 2;
  while (!started.exit_code() && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (!started.exit_code()) started.kill_group();
  const auto given_up = Clock::now() + 2 * a_while;
  for (bool found = true; found && Clock::now() < given_up;) {
    found = false;
    for (const pid_t pid : all_processes()) {
      if (!started_with(pid, mark_)) continue;
      ::kill(pid, SIGKILL);
      found = true;
    }
    if (found) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace leakproof
