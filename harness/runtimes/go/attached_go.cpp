// SPDX-License-Identifier: MIT
#include "runtimes/go/attached_go.hpp"

#include <time.h>

#include <limits>
#include <string>
#include <utility>

#include "posix/prompt_sleep.hpp"
#include "protocol/words.hpp"
#include "runtimes/go/go_owners.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::nanoseconds pressed = std::chrono::microseconds(50);
constexpr std::chrono::nanoseconds armed = std::chrono::milliseconds(20);
constexpr std::chrono::milliseconds patience_until_awake(20);
constexpr int asleep_if_later_than = 7500;  // as a fraction of the patience, 4 ms of 30 s
constexpr int most_stops_while_asleep = 8;
constexpr std::int32_t most_ancestors = 8;
constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();  // ms: 24 days

// While a trace of the scheduler is due some time, sysmon looks every 10 ms at most; otherwise it
// sleeps for half of forcegcperiod, 60 s, until the program does something. The trace itself comes
// after 24 days of the machine's clock, so it cannot be used on a machine that has been up longer.
bool may_be_traced() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} < std::int64_t{never} / 1000 - std::int64_t{7} * 24 * 3600;
}

}  // namespace

Attachment AttachedGo::attach(pid_t pid, std::chrono::milliseconds) {
  Attachment attachment;
  if (auto process = go::GoProcess::open(pid, attachment.obstacle)) {
    attachment.collector = std::make_unique<AttachedGo>(pid, *std::move(process));
  }
  return attachment;
}

AttachedGo::AttachedGo(pid_t pid, go::GoProcess process)
    : pid_(pid),
      process_(std::move(process)),
      period_(process_.memory(), process_.variables().forcegcperiod),
      trace_(process_.memory(), process_.variables().debug + process_.layout().debug_schedtrace),
      profile_rate_(process_.memory(), process_.variables().mem_profile_rate),
      ancestors_(process_.memory(),
                 process_.variables().debug + process_.layout().debug_tracebackancestors),
      heap_goal_(process_.memory(),
                 process_.variables().gc_controller + process_.layout().gc_heap_goal),
      background_(pid) {
  rest();
}

bool AttachedGo::collect(std::chrono::milliseconds patience) {
  const std::uintptr_t last =
      process_.variables().memstats + process_.layout().stats_last_gc_nanotime;
  const auto start = process_.collections();
  if (!start || process_.never_collects()) return false;
  // The runtime does not force the very first collection.
  if (process_.memory().value<std::int64_t>(last) == 0)
    process_.memory().set<std::int64_t>(last, 1);
  background_.find();
  period_.set(pressed.count());
  const auto began = Clock::now();
  std::optional<std::uint32_t> seen = start;
  confirmation_.begin();
  bool is_settled = false;
  const auto limit = [&] {
    if (is_awake_) return patience;
    const auto awake = std::min(patience, patience_until_awake);
    return background_.thread() != 0 ? awake : std::min(awake, patience / asleep_if_later_than);
  };
  while (!is_settled && Clock::now() - began < limit()) {
    if (background_.thread() == 0) background_.find();  // it may not have napped before
    background_.wake();
    sleep_promptly(std::chrono::microseconds(100));
    const auto now = process_.collections();
    if (!now) return false;
    if (now == seen) continue;
    seen = now;
    is_awake_ = true;
    is_settled = confirmation_.is_enough(*now - *start, process_.marked_bytes());
  }
  rest();
  is_collected_ = is_settled;
  return is_settled || is_asleep_but_not_for_long();
}

// At first the background thread may sleep until its next look, up to 60 s. The end of a collection
// wakes it. So the program is made to collect once as it allocates: the runtime computes the goal
// again at each collection.
bool AttachedGo::is_asleep_but_not_for_long() {
  return !is_awake_ && ++stops_while_asleep_ <= most_stops_while_asleep;
}

// The trace is never switched off in between: the background thread that saw it switched off would
// then sleep for as long as the period is when it reads that.
void AttachedGo::rest() {
  if (is_awake_) {
    heap_goal_.forget();
  } else {
    heap_goal_.set(0);
  }
  // The user's own trace (GODEBUG=schedtrace) keeps it awake as well.
  if (trace_.original() > 0 || may_be_traced()) {
    if (trace_.original() <= 0) trace_.set(never);
    period_.put_back();
  } else {
    period_.set(armed.count());
  }
}

std::optional<std::vector<Reported>> AttachedGo::settle(std::chrono::milliseconds patience) {
  if (!collect(patience)) return std::nullopt;
  const auto marked = process_.marked_bytes();
  const auto living = process_.living();
  if (!marked || !living) return std::nullopt;
  return std::vector<Reported>{
      {.name = "go_heap", .value = *marked - process_.cached_bytes() + living->stack_bytes},
      {.name = "goroutines", .value = living->goroutines},
      {.name = std::string(protocol::word::uncollected), .value = is_collected_ ? 0 : 1}};
}

std::optional<Explanation> AttachedGo::explain(std::chrono::milliseconds patience) {
  if (!symbols_) {
    profile_rate_.set(1);
    ancestors_.set(most_ancestors);
    symbols_.emplace(pid_);
    return Explanation{.source = "go-profile"};
  }
  confirmation_.forget();  // the profile is complete two collections later
  if (!collect(patience)) return std::nullopt;
  return go::explanation(process_.memory_profile(), process_.goroutines(),
                         [&](std::uintptr_t address) { return symbols_->at(address); });
}

}  // namespace leakproof
