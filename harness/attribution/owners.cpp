// SPDX-License-Identifier: MIT
#include "attribution/owners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <tuple>

#include "model/metric.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

// Of the growth: as little as this is missing for fetches that straddle the window,
// and too much for blocks that the allocator rounds up further than before.
constexpr double negligible = 0.05;
constexpr double negligible_surplus = 0.1;

/// A series that leaks, and what its growth is made of.
struct LeakingSeries {
  std::string metric{};
  ResourceKind thing = ResourceKind::block;
  bool in_bytes = false;
  double growth = 0;  // a fetch
};

/// One for each kind of thing, by the series that says most of it.
std::vector<LeakingSeries> leaking_series_of(std::span<const Finding> findings) {
  struct Known {
    MetricKind kind;
    Unit unit;
    ResourceKind thing;
  };
  constexpr std::array<Known, 7> known{
      {{MetricKind::heap, Unit::bytes, ResourceKind::block},
       {MetricKind::heap, Unit::count, ResourceKind::block},
       {MetricKind::mapping, Unit::bytes, ResourceKind::mapping},
       {MetricKind::mapping, Unit::count, ResourceKind::mapping},
       {MetricKind::descriptor, Unit::count, ResourceKind::descriptor},
       {MetricKind::connection, Unit::count, ResourceKind::descriptor},
       {MetricKind::thread, Unit::count, ResourceKind::thread}}};
  std::vector<LeakingSeries> all_leaking;
  for (const auto& [kind, unit, thing] : known) {
    const Finding* const leak = leak_of(findings, kind, unit);
    if (leak == nullptr || std::ranges::count(all_leaking, thing, &LeakingSeries::thing) > 0)
      continue;
    all_leaking.push_back({.metric = leak->series.metric.name,
                           .thing = thing,
                           .in_bytes = unit == Unit::bytes,
                           .growth = leak->verdict.growth.per_fetch});
  }
  return all_leaking;
}

std::int64_t count_of(const AllocationGroup& survivors) {
  return std::accumulate(survivors.by_epoch.begin(), survivors.by_epoch.end(), std::int64_t{0});
}

/// What suspects have in common that are one owner.
using GroupKey = std::tuple<ResourceKind, std::vector<std::string>>;

std::string text_of(const Place& place) {
  // Where there are names, several calls of one line are that line.
  const std::uint64_t offset = place.function.empty() ? place.offset : 0;
  return fmt::format("{}|{}|{}|{}|{}", place.function, place.file, place.line, place.module,
                     offset);
}

GroupKey likeness_of(const LeakCandidate& candidate) {
  const auto& [places, yours] = candidate.stack;
  std::vector<std::string> lines;
  const std::size_t from = yours.value_or(0);
  if (from > 0) lines.push_back(places[from - 1].function);
  for (std::size_t i = from; i < places.size(); ++i) lines.push_back(text_of(places[i]));
  return {candidate.survivors.thing, std::move(lines)};
}

void merge(LeakCandidate& into, LeakCandidate&& other) {
  AllocationGroup& sum = into.survivors;
  const AllocationGroup& more = other.survivors;
  if (more.bytes > sum.bytes) into.stack = std::move(other.stack);
  sum.by_epoch.resize(std::max(sum.by_epoch.size(), more.by_epoch.size()));
  std::ranges::transform(more.by_epoch, sum.by_epoch, sum.by_epoch.begin(), std::plus<>());
  sum.bytes += more.bytes;
  sum.smallest = std::min(sum.smallest, more.smallest);
  sum.largest = std::max(sum.largest, more.largest);
  std::ranges::move(other.kinds, std::back_inserter(into.kinds));
}

std::vector<LeakCandidate> merged(std::vector<LeakCandidate> candidates) {
  std::map<GroupKey, std::size_t> places;
  std::vector<LeakCandidate> result;
  for (LeakCandidate& candidate : candidates) {
    if (candidate.stack.places.empty()) continue;
    const auto [place, is_new] = places.try_emplace(likeness_of(candidate), result.size());
    if (is_new) {
      result.push_back(std::move(candidate));
    } else {
      merge(result[place->second], std::move(candidate));
    }
  }
  return result;
}

std::string sizes(const AllocationGroup& survivors) {
  if (survivors.smallest == survivors.largest) {
    return fmt::format("each of {} bytes", grouped(survivors.largest));
  }
  return fmt::format("of {} to {} bytes", grouped(survivors.smallest), grouped(survivors.largest));
}

std::string traffic_text(const Ledger& traffic) {
  std::string text = fmt::format("the origin sent {} whole {}", grouped(traffic.complete),
                                 traffic.complete == 1 ? "reply" : "replies");
  if (traffic.broken > 0) text += fmt::format(" and {} that broke off", grouped(traffic.broken));
  return text;
}

// "ESTABLISHED at both ends; the origin sent 180 whole replies".
std::string ends(const LeakCandidate& candidate, const Ledger& traffic) {
  std::map<std::string, int> kinds;
  for (const std::string& kind : candidate.kinds) ++kinds[kind];
  std::string text;
  bool is_tcp = false;
  for (const auto& [kind, count] : kinds) {
    if (!text.empty()) text += ", ";
    if (kinds.size() > 1) text += fmt::format("{} ", grouped(count));
    is_tcp |= std::isupper(static_cast<unsigned char>(kind.front())) != 0;
    if (kind == "ESTABLISHED") {
      text += "ESTABLISHED at both ends";
    } else if (kind == "CLOSE_WAIT") {
      text += "CLOSE_WAIT: the origin closed first, the client has not";
    } else {
      text += kind;
    }
  }
  return is_tcp ? text + "; " + traffic_text(traffic) : text;
}

Owner owner_of(const LeakCandidate& candidate, const LeakingSeries& leaking, const Window& window) {
  const auto fetches = static_cast<double>(window.fetches);
  Owner owner{.metric = leaking.metric,
              .source = "call stacks",
              .count_per_fetch = static_cast<double>(count_of(candidate.survivors)) / fetches,
              .bytes_per_fetch = static_cast<double>(candidate.survivors.bytes) / fetches,
              .stack = candidate.stack.places,
              .yours = candidate.stack.yours};
  owner.share = (leaking.in_bytes ? owner.bytes_per_fetch : owner.count_per_fetch) / leaking.growth;
  if (leaking.thing == ResourceKind::block || leaking.thing == ResourceKind::mapping) {
    owner.details = sizes(candidate.survivors);
  }
  if (leaking.thing == ResourceKind::descriptor) owner.details = ends(candidate, window.traffic);
  return owner;
}

std::string gap_text(const LeakingSeries& leaking, double explained) {
  if (explained >= 1 - negligible && explained <= 1 + negligible_surplus) return "";
  if (explained > 1) {
    return fmt::format(
        "{}: the owners come to {:.0f} % of the growth that was measured; some of what they made "
        "may yet go",
        leaking.metric, 100 * explained);
  }
  return fmt::format("{}: {:.0f} % of the growth ({}) has no owner here", leaking.metric,
                     100 * (1 - explained),
                     rate_text((1 - explained) * leaking.growth, leaking.in_bytes ? "B" : ""));
}

void append(std::string& text, const std::string& more) {
  if (!text.empty() && !more.empty()) text += "; ";
  text += more;
}

}  // namespace

const Finding* leak_of(std::span<const Finding> findings, MetricKind kind, Unit unit) {
  const auto found = std::ranges::find_if(findings, [&](const Finding& finding) {
    return finding.decides && finding.verdict.ruling == Ruling::leaks &&
           finding.series.metric.is(kind, unit);
  });
  return found == findings.end() ? nullptr : &*found;
}

bool needs(std::span<const Finding> findings, ResourceKind thing) {
  return std::ranges::count(leaking_series_of(findings), thing, &LeakingSeries::thing) > 0;
}

bool lasts(const AllocationGroup& survivors, const Window& window) {
  const auto& made = survivors.by_epoch;
  const auto present = static_cast<std::uint32_t>(
      std::ranges::count_if(made, [](std::int64_t count) { return count > 0; }));
  const auto half =
      made.begin() + std::min<std::ptrdiff_t>(std::ssize(made), (window.epochs + 1) / 2);
  const bool early = std::any_of(made.begin(), half, [](std::int64_t count) { return count > 0; });
  return early && 2 * present >= window.epochs;
}

Ownership attribute(std::span<const Finding> findings, std::vector<LeakCandidate> candidates,
                    const Window& window) {
  Ownership result;
  const std::vector<LeakCandidate> groups = merged(std::move(candidates));
  for (const LeakingSeries& leaking : leaking_series_of(findings)) {
    std::vector<Owner> owners;
    for (const LeakCandidate& group : groups) {
      if (group.survivors.thing != leaking.thing) continue;
      owners.push_back(owner_of(group, leaking, window));
    }
    std::ranges::stable_sort(owners, std::greater<>(), &Owner::share);
    const double explained =
        std::accumulate(owners.begin(), owners.end(), 0.0,
                        [](double sum, const Owner& owner) { return sum + owner.share; });
    append(result.unattributed, gap_text(leaking, explained));
    std::ranges::move(owners, std::back_inserter(result.owners));
  }
  if (window.lost > 0) {
    append(result.unattributed,
           fmt::format("{} calls could not be noted, for want of room", grouped(window.lost)));
  }
  return result;
}

}  // namespace leakproof
