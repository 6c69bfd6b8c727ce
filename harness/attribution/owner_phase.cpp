// SPDX-License-Identifier: MIT
#include "attribution/owner_phase.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <leakproof/conclusion.hpp>

#include "attribution/epochs.hpp"
#include "attribution/explaining_runtime.hpp"
#include "attribution/leaking_series.hpp"
#include "attribution/owners.hpp"
#include "attribution/release_functions.hpp"
#include "attribution/runtime_owners.hpp"
#include "attribution/source_code.hpp"
#include "attribution/tracing/traced_worker.hpp"
#include "attribution/user_code.hpp"
#include "judge/conclude.hpp"
#include "judge/expectation.hpp"
#include "model/explanation.hpp"
#include "model/fetching_stack.hpp"
#include "model/finding.hpp"
#include "model/ledger.hpp"
#include "model/owner.hpp"
#include "model/sort_stably.hpp"
#include "model/trial.hpp"

namespace leakproof {
namespace {

constexpr double seconds_of_epoch = 5;      // where fetches are slow
constexpr std::int64_t tried_fetches = 10;  // to learn how long they take while they are observed
// How long all fetches may take because they are observed: the rest of the time is their own.
constexpr double tracking_seconds = 0.3;
constexpr double explaining_seconds = 1.2;
constexpr int times_explained = 3;
// Of a runtime that samples, where fetches are fast and each leaves little.
constexpr double seconds_of_many = 0.9;
constexpr std::int64_t many_fetches = 160;
constexpr double little_growth = 4096;  // bytes per fetch
constexpr std::chrono::seconds longest_phase{60};
constexpr std::chrono::seconds longest_record{20};  // of it, of native stacks
constexpr const char* too_slow = "the program is too slow while its memory is traced";
constexpr std::chrono::seconds longest_repeated{2};
constexpr double most_of_it = 0.5;  // share of the growth
constexpr std::size_t most_stacks = 500;

/// The result of native stack tracking, before it is compared with the measured growth.
struct Record {
  std::vector<LeakCandidate> candidates{};
  Window window{};
  std::string obstacle{};  // why there are no candidates
};

/// Makes the fetches of the attribution phase.
class Phase {
 public:
  Phase(const Result& result, Environment& environment, Origin& origin, Worker& worker,
        TrackedProcess& process)
      : result_(result),
        environment_(environment),
        origin_(origin),
        worker_(worker),
        process_(process),
        user_code_(result.trial.mine),
        request_line_(origin.request_line()) {}

  /// Made so far.
  std::int64_t fetches() const { return fetches_; }

  // If a runtime explains most of the growth, native stacks show only the runtime's internals.
  Ownership run() {
    const bool is_asked_first = is_asked_from_outside(result_.findings);
    Record native = is_asked_first ? Record{} : record();
    Ownership script = ask_the_runtime();
    std::vector<Finding> rest = result_.findings;
    const Finding* const leak = leak_of_runtime(rest);
    const bool explains_memory = leak != nullptr && explains(script, *leak);
    std::erase_if(rest, [&](const Finding& finding) {
      return is_of_runtime(finding) ? explains_memory : explains(script, finding);
    });
    if (conclude(rest).ruling != Conclusion::leaks) return script;
    if (is_asked_first) native = record();
    Ownership all = owners_of(rest, std::move(native));
    if (!explains_memory && (names_user_code(all) || !names_user_code(script))) {
      all.append(std::move(script));
      return all;
    }
    script.append(std::move(all));
    return script;
  }

 private:
  static bool explains(const Ownership& owners, const Finding& finding) {
    return explained_share(owners, finding) >= most_of_it;
  }

  static bool names_user_code(const Ownership& ownership) {
    return std::ranges::any_of(
        ownership.owners, [](const Owner& owner) { return yours_before_fetch(owner).has_value(); });
  }

  static Ownership owners_of(std::span<const Finding> findings, Record record) {
    if (!record.obstacle.empty()) return {.unattributed = "no owners: " + record.obstacle};
    return attribute(findings, std::move(record.candidates), record.window);
  }

  Record record() {
    if (!process_.is_observed()) return {.obstacle = "not observable here"};
    if (leaking_series(result_.findings).empty()) return {};  // only a runtime's own heap leaks
    process_.raise_descriptor_limit();
    Epochs epochs = epochs_within(fetches_within(seconds_of_epoch * (Epochs::most + 1)),
                                  result_.trial.plan.horizon);
    if (epochs.count == 0) return {.obstacle = "the worker is too close to its limits"};
    process_.prepare();
    if (std::string obstacle = process_.obstacle(); !obstacle.empty()) {
      return {.obstacle = std::move(obstacle)};
    }
    const auto given_up = std::chrono::steady_clock::now() + longest_record;
    advance(1);
    const Ledger before = origin_.ledger();
    process_.track(0);
    epochs.fetches = observed(epochs.fetches, tracking_seconds / (epochs.count + 1));
    epochs.grace = epochs.fetches;
    Window window;
    OutstandingAllocations outstanding = track_from(1, epochs, window);
    if (std::chrono::steady_clock::now() > given_up) {
      process_.stop_tracking();
      return {.obstacle = too_slow};
    }
    // A runtime explains its own heap, and with it the memory behind that.
    const Finding* const leak = leak_of_runtime(result_.findings);
    const bool is_native = leak == nullptr || leak->series.metric.kind != MetricKind::runtime_heap;
    if (is_native && needs_more_epochs(result_.findings, outstanding, window) &&
        can_repeat(epochs)) {
      outstanding = track_from(epochs.count, epochs, window);
    }
    const Ledger after = origin_.ledger();
    if (std::string obstacle = process_.obstacle(); !obstacle.empty()) {
      return {.obstacle = std::move(obstacle)};
    }
    window.lost = outstanding.lost;
    window.traffic = {.complete = after.complete - before.complete,
                      .broken = after.broken - before.broken};
    Record found{.candidates = candidates(outstanding, window), .window = window};
    process_.stop_tracking();
    return found;
  }

  // Tracks allocations up to the end of an `epochs.count`, in this epoch and the following ones.
  OutstandingAllocations track_from(std::uint32_t epoch, const Epochs& epochs, Window& window) {
    const std::uint32_t end = epoch - epoch % epochs.count + epochs.count;
    for (; epoch < end; ++epoch) {
      process_.track(epoch);
      advance(epochs.fetches);
    }
    process_.only_forget();
    advance(epochs.grace);
    window.epochs = end;
    window.fetches = end * epochs.fetches;
    return process_.read();
  }

  bool can_repeat(const Epochs& epochs) {
    const std::int64_t parts = epochs.count + 1;
    return fetches_within(seconds_of_epoch * static_cast<double>(parts)) >=
               parts * epochs.fetches &&
           process_.obstacle().empty();
  }

  // A table that doubles meanwhile, as the parts of a map in Go one after the other, is more than
  // what has leaked. It will not double again soon.
  Ownership ask_the_runtime() {
    const Finding* const leak = leak_of_runtime(result_.findings);
    if (leak == nullptr) return {};
    const auto start = std::chrono::steady_clock::now();
    Ownership found = ask_three_times();
    const bool is_slow = std::chrono::steady_clock::now() > start + longest_repeated;
    if (is_slow || explained_share(found, *leak) <= largest_share) return found;
    Ownership repeated = ask_three_times();
    const double share = explained_share(repeated, *leak);
    return share > 0 && share < explained_share(found, *leak) ? repeated : found;
  }

  Ownership ask_three_times() {
    const auto first = worker_.explain();
    if (!first) return {};
    const bool needs_many =
        explains_samples(first->source) &&
        leak_of_runtime(result_.findings)->verdict.growth.per_fetch < little_growth;
    const std::int64_t many = needs_many ? fetches_within(seconds_of_many) / times_explained : 0;
    const std::int64_t few = fetches_within(seconds_of_epoch * times_explained) / times_explained;
    const std::int64_t at_most =
        std::max(std::min(Epochs::longest, few), std::min({many_fetches, many, few}));
    if (at_most < 2) return {};
    const std::int64_t fetches = observed(at_most, explaining_seconds / times_explained);
    std::vector<Explanation> explanations;
    for (int i = 0; i < times_explained; ++i) {
      if (std::chrono::steady_clock::now() > given_up_) {
        return {.unattributed = too_slow};
      }
      if (i > 0) advance(fetches);
      const bool is_last = i + 1 == times_explained;
      auto explanation = is_last ? worker_.explain_last() : worker_.explain();
      if (!explanation)
        return {.unattributed = "the worker's runtime did not report what holds memory"};
      explanations.push_back(*std::move(explanation));
    }
    return attribute(result_.findings, explanations, fetches, user_code_);
  }

  // Makes the fetches of the first epoch. They are fewer where each takes much longer than before,
  // such as ten times in a runtime that traces its allocations. Returns how many.
  std::int64_t observed(std::int64_t at_most, double seconds) {
    const std::int64_t first = std::min(tried_fetches, at_most);
    const auto start = std::chrono::steady_clock::now();
    advance(first);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const auto own =
        result_.fetching_seconds / static_cast<double>(std::max<std::int64_t>(1, result_.fetches));
    const double more = took.count() / static_cast<double>(first) - own;
    const double fetches = more > 0 ? seconds / more : static_cast<double>(at_most);
    const auto all = static_cast<std::int64_t>(
        std::clamp(fetches, static_cast<double>(first), static_cast<double>(at_most)));
    if (all > first) advance(all - first);
    return all;
  }

  std::int64_t fetches_within(double seconds) {
    return fetches_within_limits(result_, seconds,
                                 {.resident_bytes = process_.resident_bytes(),
                                  .free_descriptors = process_.free_descriptors()});
  }

  void advance(std::int64_t fetches) {
    const Batch batch = worker_.advance(fetches, request_line_);
    if (batch.last) throw WorkerFailure("it ended by itself");
    fetches_ += batch.attempted;
  }

  std::vector<LeakCandidate> candidates(const OutstandingAllocations& outstanding,
                                        const Window& window) {
    std::vector<LeakCandidate> candidates;
    for (const AllocationGroup& group : outstanding.groups) {
      if (!leaks(result_.findings, group.kind)) continue;
      // There are few others. Those of one line may have different stacks, and last together: a
      // runtime compiles its code anew.
      const bool is_memory =
          group.kind == ResourceKind::block || group.kind == ResourceKind::mapping;
      if (is_memory && !lasts(group, window)) continue;
      LeakCandidate candidate{.allocations = group,
                              .descriptor_kinds = descriptor_kinds(group.descriptors)};
      const bool is_closed = candidate.descriptor_kinds.empty();  // by libc itself
      if (group.kind == ResourceKind::descriptor && is_closed) continue;
      candidates.push_back(std::move(candidate));
    }
    name(candidates);
    return candidates;
  }

  std::vector<std::string> descriptor_kinds(const std::vector<int>& descriptors) {
    std::vector<std::string> kinds;
    for (const int descriptor : descriptors) {
      if (auto kind = process_.descriptor_kind(descriptor)) kinds.push_back(*std::move(kind));
    }
    return kinds;
  }

  // Resolving stacks takes time, so only the largest candidates are resolved.
  void name(std::vector<LeakCandidate>& candidates) {
    sort_stably(candidates, std::greater<>(),
                [](const LeakCandidate& candidate) { return candidate.allocations.bytes; });
    if (candidates.size() > most_stacks) candidates.resize(most_stacks);
    const auto names = environment_.names_of(worker_.pid());
    if (!names) return;
    for (LeakCandidate& candidate : candidates) {
      NamedStack& stack = candidate.stack;
      stack = names->name(candidate.allocations.stack);
      stack.yours = user_code_.first_in(stack.places, stack.paths);
    }
  }

  const Result& result_;
  Environment& environment_;
  Origin& origin_;
  Worker& worker_;
  TrackedProcess& process_;
  const UserCode user_code_;
  const std::string request_line_;
  std::int64_t fetches_ = 0;
  const std::chrono::steady_clock::time_point given_up_ =
      std::chrono::steady_clock::now() + longest_phase;
};

}  // namespace

bool wants_owners(const Result& result) {
  const Attribution wanted = result.trial.attribution;
  if (wanted == Attribution::none) return false;
  if (conclude(result.findings).ruling != Conclusion::leaks) return false;
  return wanted == Attribution::always || expected(result) != Conclusion::leaks;
}

bool find_owners(Result& result, Environment& environment, Origin& origin, Worker& worker) {
  TrackedWorker process(worker);
  const bool is_of_memory =
      leaks(result.findings, ResourceKind::block) || leaks(result.findings, ResourceKind::mapping);
  if (process.is_observed() || !is_of_memory || !is_traceable(worker.pid())) {
    return find_owners(result, environment, origin, worker, process);
  }
  TracedWorker traced(worker);
  return find_owners(result, environment, origin, worker, traced);
}

bool find_owners(Result& result, Environment& environment, Origin& origin, Worker& worker,
                 TrackedProcess& process) {
  try {
    Phase phase(result, environment, origin, worker, process);
    auto [owners, unattributed] = phase.run();
    result.owner_fetches = phase.fetches();
    result.owners = std::move(owners);
    add_code(worker.pid(), result.owners);
    add_release_functions(worker.pid(), result.owners);
    result.unattributed = std::move(unattributed);
    return true;
  } catch (const MemoryCapReached& limit) {
    result.unattributed =
        fmt::format("no owners: the worker reached {} during attribution", limit.what());
  } catch (const WorkerFailure& failure) {
    result.unattributed =
        fmt::format("no owners: the worker failed during attribution: {}", failure.what());
  }
  return false;
}

}  // namespace leakproof
