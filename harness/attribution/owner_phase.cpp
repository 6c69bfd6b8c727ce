// SPDX-License-Identifier: MIT
#include "attribution/owner_phase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include <leakproof/conclusion.hpp>

#include "attribution/owners.hpp"
#include "attribution/runtime_owners.hpp"
#include "interposer/supervisor/allocation_tracker.hpp"
#include "judge/conclude.hpp"
#include "model/explanation.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/metric.hpp"
#include "model/owner.hpp"
#include "model/plan.hpp"
#include "model/trial.hpp"
#include "posix/descriptor_kinds.hpp"
#include "posix/proc_file.hpp"
#include "posix/processes.hpp"

namespace leakproof {
namespace {

constexpr double most_seconds = 0.12;        // for the fetches; naming what is found comes on top
constexpr double most_script_seconds = 0.5;  // for those that a runtime explains, as fast as before
constexpr std::int64_t explained_at_once = 100;  // fetches between two explanations, at most
constexpr int times_explained = 3;
constexpr double most_of_it = 0.5;  // of the growth
constexpr std::int64_t fewest = 9;  // fetches, however slow they are
constexpr std::size_t most_stacks = 500;

double growth_of(const Result& result, MetricKind kind, Unit unit) {
  for (const Finding& finding : result.findings) {
    if (finding.series.metric.is(kind, unit)) return finding.verdict.growth.per_fetch;
  }
  return 0;
}

std::int64_t room_for(double growth, std::int64_t room) {
  if (growth <= 0) return INT64_MAX;
  return static_cast<std::int64_t>(
      std::min(1e15, static_cast<double>(std::max<std::int64_t>(0, room)) / growth));
}

// Fetches that take a moment only, and run into no limit.
std::int64_t room(const Result& result, pid_t pid, double duration) {
  const Plan& plan = result.trial.plan;
  const double seconds =
      result.fetching_seconds / static_cast<double>(std::max<std::int64_t>(1, result.fetches));
  const auto in_time = static_cast<std::int64_t>(std::min(1e6, duration / (seconds + 1e-9)));
  ProcFile status(pid, "status");
  const auto text = status.read();
  const std::int64_t resident =
      text ? number_after(*text, "VmRSS").value_or(0) * 1024 : plan.max_memory;
  const double bytes = growth_of(result, MetricKind::heap, Unit::bytes) +
                       growth_of(result, MetricKind::mapping, Unit::bytes);
  // What one batch takes on the way comes on top.
  return std::min({std::max(fewest, in_time), room_for(bytes, (plan.max_memory - resident) * 3 / 4),
                   room_for(growth_of(result, MetricKind::descriptor, Unit::count),
                            plan.max_descriptors * 3 / 4)});
}

/// What native stacks say, before it is held against what was measured.
struct Record {
  std::vector<LeakCandidate> candidates{};
  Window window{};
  std::string obstacle{};  // why there is nothing
};

/// The fetches themselves.
class Phase {
 public:
  Phase(const Result& result, Environment& bench, Origin& origin, Worker& worker)
      : result_(result),
        bench_(bench),
        origin_(origin),
        worker_(worker),
        request_line_(origin.request_line()) {}

  // Where a runtime says most of it, native stacks are of its insides.
  Ownership run() {
    Record native = record();
    Ownership script = ask_the_runtime();
    std::vector<Finding> findings = result_.findings;
    double explained = 0;
    for (const Owner& owner : script.owners) explained += owner.share;
    if (explained < most_of_it) {
      Ownership all = owners_of(findings, std::move(native));
      append(all, std::move(script));
      return all;
    }
    std::erase_if(findings, is_of_runtime);
    if (conclude(findings).ruling == Conclusion::leaks) {
      append(script, owners_of(findings, std::move(native)));
    }
    return script;
  }

 private:
  static void append(Ownership& to, Ownership more) {
    std::ranges::move(more.owners, std::back_inserter(to.owners));
    if (!to.unattributed.empty() && !more.unattributed.empty()) to.unattributed += "; ";
    to.unattributed += more.unattributed;
  }

  static Ownership owners_of(std::span<const Finding> findings, Record record) {
    if (!record.obstacle.empty()) return {.unattributed = "no owners: " + record.obstacle};
    return attribute(findings, std::move(record.candidates), record.window);
  }

  Record record() {
    if (worker_.heap() == nullptr) return {.obstacle = "not observable here"};
    AllocationTracker notes(*worker_.heap(), worker_.pid());
    if (!notes.is_observed()) return {.obstacle = "not observable here"};
    raise_descriptor_limit(worker_.pid());
    const Epochs epochs =
        epochs_within(room(result_, worker_.pid(), most_seconds), result_.trial.plan.horizon);
    if (epochs.count == 0) return {.obstacle = "it is too near its limits"};
    notes.prepare();
    advance(1);
    const Ledger before = origin_.ledger();
    for (std::uint32_t epoch = 0; epoch < epochs.count; ++epoch) {
      notes.note(epoch);
      advance(epochs.fetches);
    }
    notes.only_forget();
    advance(epochs.grace);
    const Ledger after = origin_.ledger();
    const OutstandingAllocations aftermath = notes.read();
    const Window window{
        .fetches = epochs.count * epochs.fetches,
        .epochs = epochs.count,
        .lost = aftermath.lost,
        .traffic = {.complete = after.complete - before.complete,
                    .broken = after.broken - before.broken},
    };
    return {.candidates = candidates(aftermath, window), .window = window};
  }

  Ownership ask_the_runtime() {
    if (leak_of_runtime(result_.findings) == nullptr) return {};
    if (!worker_.explain()) return {};
    const std::int64_t fetches =
        std::min(explained_at_once,
                 room(result_, worker_.pid(), most_script_seconds) / (times_explained + 1));
    if (fetches < 2) return {};
    std::vector<Explanation> said;
    for (int i = 0; i < times_explained; ++i) {
      advance(fetches);
      auto explanation = worker_.explain();
      if (!explanation) return {.unattributed = "its runtime did not say who holds what"};
      said.push_back(*std::move(explanation));
    }
    return attribute(result_.findings, said, fetches);
  }

  void advance(std::int64_t fetches) {
    const Batch batch = worker_.advance(fetches, request_line_);
    if (batch.last) throw WorkerFailure("it ended by itself");
  }

  std::vector<LeakCandidate> candidates(const OutstandingAllocations& aftermath,
                                        const Window& window) {
    std::vector<LeakCandidate> candidates;
    std::optional<DescriptorKinds> kinds;
    for (const AllocationGroup& survivors : aftermath.survivors) {
      if (!needs(result_.findings, survivors.thing) || !lasts(survivors, window)) continue;
      LeakCandidate candidate{.survivors = survivors};
      if (survivors.thing == ResourceKind::descriptor) {
        if (!kinds) kinds.emplace(worker_.pid());
        for (const int descriptor : survivors.descriptors) {
          if (auto kind = kinds->at(descriptor)) candidate.kinds.push_back(*std::move(kind));
        }
        if (candidate.kinds.empty()) continue;  // closed by libc itself
      }
      candidates.push_back(std::move(candidate));
    }
    // Names take time: the greatest first, and no more than anyone would read.
    std::ranges::stable_sort(candidates, std::greater<>(), [](const LeakCandidate& candidate) {
      return candidate.survivors.bytes;
    });
    if (candidates.size() > most_stacks) candidates.resize(most_stacks);
    const auto names = bench_.names_of(worker_.pid());
    for (LeakCandidate& candidate : candidates) {
      if (names) candidate.stack = names->name(candidate.survivors.stack);
    }
    return candidates;
  }

  const Result& result_;
  Environment& bench_;
  Origin& origin_;
  Worker& worker_;
  const std::string request_line_;
};

}  // namespace

Epochs epochs_within(std::int64_t fetches, std::int64_t horizon) {
  Epochs epochs;
  const std::int64_t parts = epochs.count + 1;
  epochs.fetches = std::clamp<std::int64_t>(std::min(fetches / parts, horizon / 12), 1, 20);
  epochs.grace = epochs.fetches;
  // Fewer than one fetch for each part.
  if (fetches < parts) {
    epochs.count = fetches < 3 ? 0 : static_cast<std::uint32_t>(fetches - 1);
  }
  return epochs;
}

bool wants_owners(const Result& result) {
  const Attribution wanted = result.trial.attribution;
  if (wanted == Attribution::none) return false;
  if (conclude(result.findings).ruling != Conclusion::leaks) return false;
  return wanted == Attribution::always || expected(result) != Conclusion::leaks;
}

bool find_owners(Result& result, Environment& bench, Origin& origin, Worker& worker) {
  bool is_lost = true;
  try {
    auto [owners, unattributed] = Phase(result, bench, origin, worker).run();
    result.owners = std::move(owners);
    result.unattributed = std::move(unattributed);
    is_lost = false;
  } catch (const MemoryCapReached& limit) {
    result.unattributed =
        fmt::format("no owners: while they were looked for, it ran into {}", limit.what());
  } catch (const WorkerFailure& failure) {
    result.unattributed = fmt::format("no owners: while they were looked for, {}", failure.what());
  }
  return !is_lost;
}

}  // namespace leakproof
