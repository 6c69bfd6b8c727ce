// SPDX-License-Identifier: MIT
#include "torture/torture.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/finding.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "text/numbers.hpp"

namespace leakproof::torture {
namespace {

using Clock = std::chrono::steady_clock;

// The client's own frames: those in the same program or library as the outermost function.
std::vector<Frame> own_code(const std::vector<Frame>& stack) {
  std::vector<Frame> own = stack;
  std::erase_if(own, [&](const Frame& frame) { return frame.module != stack.back().module; });
  return own;
}

// How the worker broke, without its standard error.
std::string_view manner(std::string_view broke) { return broke.substr(0, broke.find('\n')); }

// Calls of the C library apart.
Frame innermost(const EndPlace& end) {
  const auto frame = std::ranges::find_if_not(end.stack, is_of_libc);
  return frame != end.stack.end() ? *frame : Frame{};
}

bool is_same(const Finding& known, FaultKind kind, const FaultExperiment& experiment) {
  return known.harm == experiment.harm && known.kind == kind && known.call == experiment.call &&
         manner(known.broke) == manner(experiment.broke) &&
         innermost(known.end) == innermost(experiment.end) &&
         own_code(known.stack) == own_code(experiment.stack);
}

void add(Account& account, std::int64_t number, FaultKind kind, FaultExperiment&& experiment) {
  auto& numbers = account.numbers[experiment.outcome];
  if (numbers.empty() || numbers.back() != number) numbers.push_back(number);
  if (experiment.outcome != Outcome::accused) return;
  const auto same = std::ranges::find_if(
      account.findings, [&](const Finding& known) { return is_same(known, kind, experiment); });
  if (same != account.findings.end()) {
    same->numbers.push_back(number);
    same->least = each(same->least, experiment.left, [](auto a, auto b) { return std::min(a, b); });
    same->most = each(same->most, experiment.left, [](auto a, auto b) { return std::max(a, b); });
    return;
  }
  account.findings.push_back({.harm = experiment.harm,
                              .broke = std::move(experiment.broke),
                              .end = std::move(experiment.end),
                              .least = experiment.left,
                              .most = experiment.left,
                              .kind = kind,
                              .call = std::move(experiment.call),
                              .stack = std::move(experiment.stack),
                              .numbers = {number}});
}

}  // namespace

std::int64_t Account::calls() const {
  std::int64_t last = 0;
  for (const auto& [outcome, list] : numbers) {
    if (!list.empty()) last = std::max(last, list.back());
  }
  return last;
}

Account torture(FaultTarget& target, std::span<const FaultKind> kinds, const Bounds& bounds,
                const Progress& progress) {
  const auto start = Clock::now();
  const auto elapsed = [start] { return std::chrono::duration<double>(Clock::now() - start); };
  Account account{.of_system_calls = kinds.front() != FaultKind::allocation};
  const std::int64_t last = bounds.only > 0 ? bounds.only : bounds.most_calls;
  std::int64_t number = std::max<std::int64_t>(1, bounds.only);
  const auto over = [&](std::string reason) {
    account.stopped = std::move(reason);
    account.seconds = elapsed().count();
    return std::move(account);
  };
  for (bool reached = true; reached && number <= last; ++number) {
    progress(number, account.findings.size());
    reached = false;
    for (const FaultKind kind : kinds) {
      if (elapsed() > bounds.time) {
        return over(
            fmt::format("stopped after {:g} s at call {}", bounds.time.count(), grouped(number)));
      }
      FaultExperiment experiment;
      try {
        experiment = make_fail(target, {.kind = kind, .first = number, .repeat = bounds.repeat});
      } catch (const Interrupted&) {
        return over(fmt::format("interrupted at call {}", grouped(number)));
      }
      if (experiment.outcome == Outcome::unreached) continue;
      reached = true;
      add(account, number, kind, std::move(experiment));
    }
    if (!reached) break;
  }
  if (bounds.only == 0 && number > last) {
    return over(fmt::format("stopped after {} calls, the maximum", grouped(last)));
  }
  if (account.calls() == 0) {
    return over(bounds.only > 0 ? fmt::format("a fetch makes fewer than {} calls", grouped(last))
                                : "a fetch makes no call that could be made to fail");
  }
  return over("");
}

}  // namespace leakproof::torture
