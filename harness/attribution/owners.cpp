// SPDX-License-Identifier: MIT
#include "attribution/owners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>

#include "attribution/leaking_series.hpp"
#include "model/sort_stably.hpp"
#include "text/growth.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

// Shares of the growth. Fetches at the edges of the window can cause a small deficit, and
// blocks that the allocator rounds up further than before a small surplus.
constexpr double negligible = 0.05;
constexpr double negligible_surplus = 0.1;
constexpr double explains_enough = 0.8;
constexpr double matters = 0.1;

std::int64_t count_of(const AllocationGroup& allocations) {
  return std::accumulate(allocations.by_epoch.begin(), allocations.by_epoch.end(), std::int64_t{0});
}

std::string sizes(const AllocationGroup& allocations) {
  if (allocations.smallest == allocations.largest) {
    return fmt::format("{} bytes each", grouped(allocations.largest));
  }
  return fmt::format("{} to {} bytes each", grouped(allocations.smallest),
                     grouped(allocations.largest));
}

std::string traffic_text(const Ledger& traffic) {
  std::string text = fmt::format("the origin sent {} complete {}", grouped(traffic.complete),
                                 traffic.complete == 1 ? "reply" : "replies");
  if (traffic.broken > 0) text += fmt::format(" and {} incomplete", grouped(traffic.broken));
  return text;
}

// "ESTABLISHED at both ends; the origin sent 180 complete replies".
std::string ends(const LeakCandidate& candidate, const Ledger& traffic) {
  std::map<std::string, int> kinds;
  for (const std::string& kind : candidate.descriptor_kinds) ++kinds[kind];
  std::string text;
  bool is_tcp = false;
  for (const auto& [kind, count] : kinds) {
    if (!text.empty()) text += ", ";
    if (kinds.size() > 1) text += fmt::format("{} ", grouped(count));
    is_tcp |= std::isupper(static_cast<unsigned char>(kind.front())) != 0;
    if (kind == "ESTABLISHED") {
      text += "ESTABLISHED at both ends";
    } else if (kind == "CLOSE_WAIT") {
      text += "CLOSE_WAIT: the origin closed the connection, the client did not";
    } else {
      text += kind;
    }
  }
  return is_tcp ? text + "; " + traffic_text(traffic) : text;
}

Owner owner_of(const LeakCandidate& candidate, const LeakingSeries& leaking, const Window& window) {
  const auto fetches = static_cast<double>(window.fetches);
  Owner owner{.metric = leaking.metric,
              .source = std::string(call_stacks),
              .count_per_fetch = static_cast<double>(count_of(candidate.allocations)) / fetches,
              .bytes_per_fetch = static_cast<double>(candidate.allocations.bytes) / fetches,
              .stack = candidate.stack.places,
              .yours = candidate.stack.yours};
  owner.share =
      (leaking.in_bytes ? owner.bytes_per_fetch : owner.count_per_fetch) / leaking.growth.per_fetch;
  if (leaking.kind == ResourceKind::block || leaking.kind == ResourceKind::mapping) {
    owner.details = sizes(candidate.allocations);
  }
  if (leaking.covers_mappings && candidate.allocations.kind == ResourceKind::mapping) {
    owner.details += ", mapped directly";
  }
  if (leaking.kind == ResourceKind::descriptor) owner.details = ends(candidate, window.traffic);
  return owner;
}

std::string gap_text(const LeakingSeries& leaking, double explained) {
  if (explained >= 1 - negligible && explained <= 1 + negligible_surplus) return "";
  if (explained > 1) {
    return fmt::format(
        "{}: the owners explain {:.0f} % of the measured growth; some of their allocations may "
        "still be freed",
        leaking.metric, 100 * explained);
  }
  return fmt::format(
      "{}: no owner found for {:.0f} % of the growth ({})", leaking.metric, 100 * (1 - explained),
      rate_text((1 - explained) * leaking.growth.per_fetch, leaking.in_bytes ? "B" : ""));
}

std::string at_once_text(const LeakingSeries& leaking) {
  const std::string text = leaking.growth.text_at_once(leaking.in_bytes ? "B" : "");
  return text.empty() ? "" : leaking.metric + ": " + text;
}

}  // namespace

void Ownership::append(Ownership more) {
  std::ranges::move(more.owners, std::back_inserter(owners));
  if (!unattributed.empty() && !more.unattributed.empty()) unattributed += "; ";
  unattributed += more.unattributed;
}

Ownership attribute(std::span<const Finding> findings, std::vector<LeakCandidate> candidates,
                    const Window& window) {
  Ownership result;
  const std::vector<LeakCandidate> groups = merged(std::move(candidates));
  for (const LeakingSeries& leaking : leaking_series(findings)) {
    std::vector<Owner> owners;
    for (const LeakCandidate& group : groups) {
      if (!leaking.covers(group.allocations.kind) || !lasts(group.allocations, window)) continue;
      owners.push_back(owner_of(group, leaking, window));
    }
    sort_stably(owners, std::greater<>(), &Owner::share);
    const double explained =
        std::accumulate(owners.begin(), owners.end(), 0.0,
                        [](double sum, const Owner& owner) { return sum + owner.share; });
    result.append({.unattributed = gap_text(leaking, explained)});
    result.append({.unattributed = at_once_text(leaking)});
    std::ranges::move(owners, std::back_inserter(result.owners));
  }
  if (window.lost > 0) {
    result.append(
        {.unattributed = fmt::format("{} calls were not recorded: the tracking table was full",
                                     grouped(window.lost))});
  }
  return result;
}

bool needs_more_epochs(std::span<const Finding> findings, const OutstandingAllocations& allocations,
                       const Window& window) {
  const std::vector<LeakingSeries> all = leaking_series(findings);
  return std::ranges::any_of(all, [&](const LeakingSeries& leaking) {
    double explained = 0;
    double rare = 0;
    for (const AllocationGroup& group : allocations.groups) {
      if (!leaking.covers(group.kind)) continue;
      (lasts(group, window) ? explained : rare) +=
          static_cast<double>(group.bytes) / static_cast<double>(window.fetches);
    }
    return leaking.in_bytes && explained < explains_enough * leaking.growth.per_fetch &&
           rare >= matters * leaking.growth.per_fetch;
  });
}

}  // namespace leakproof
