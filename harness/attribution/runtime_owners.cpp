// SPDX-License-Identifier: MIT
#include "attribution/runtime_owners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "attribution/growing_containers.hpp"
#include "attribution/leaking_series.hpp"
#include "model/fetching_stack.hpp"
#include "model/metric.hpp"
#include "model/owner.hpp"
#include "model/sort_stably.hpp"
#include "text/growth.hpp"

namespace leakproof {
namespace {

// The series that a runtime may explain: those that include its memory, most informative first, and
// others.
constexpr std::array explained_by_runtime{std::pair(MetricKind::runtime_heap, Unit::bytes),
                                          std::pair(MetricKind::heap, Unit::bytes),
                                          std::pair(MetricKind::heap, Unit::count),
                                          std::pair(MetricKind::private_memory, Unit::bytes),
                                          std::pair(MetricKind::task, Unit::count),
                                          std::pair(MetricKind::thread, Unit::count),
                                          std::pair(MetricKind::connection, Unit::count),
                                          std::pair(MetricKind::descriptor, Unit::count)};

constexpr std::size_t most_frames = 40;
constexpr std::size_t most_frames_of_fetch = 8;
constexpr std::size_t most_frames_of_origin = 30;

constexpr double least_share = 0.02;  // of the growth
constexpr double whole_share = 0.95;
constexpr double least_clients = 0.05;           // of clients, in items per fetch
constexpr std::string_view clients = "clients";  // the metric of holdings, but no series
constexpr std::size_t most_containers = 3;       // whose items have an owner

/// Identifies a stack by its frames from this one outwards.
std::string name_of(std::span<const Place> stack, std::size_t from) {
  std::string name;
  for (const Place& place : stack.subspan(from)) {
    name += fmt::format("{}:{}:{}\n", place.file, place.line, place.function);
  }
  return name;
}

// Of a stack without the user's code: the package that allocates, rather than what the runtime does
// for it at many places.
std::size_t first_in_a_file(std::span<const Place> stack) {
  const auto found =
      std::ranges::find_if(stack, [](const Place& place) { return place.file.starts_with('/'); });
  return found == stack.end() ? 0 : static_cast<std::size_t>(found - stack.begin());
}

struct Amount {
  std::int64_t bytes = 0;
  std::int64_t count = 0;
};

struct Stack {
  std::vector<Place> places{};
  std::vector<Place> origin{};  // see Holding
  std::int64_t growth = 0;
};

/// What one line of the user's holds in each explanation.
struct Line {
  std::vector<Amount> at{};
  std::map<std::string, Stack> stacks{};

  // Growth from one explanation to the next. A single jump is ignored, because a list that is
  // being reallocated is counted twice.
  double grown(std::int64_t Amount::*what) const {
    double least = std::numeric_limits<double>::infinity();
    double greatest = 0;
    for (std::size_t i = 1; i < at.size(); ++i) {
      const auto step = static_cast<double>(at[i].*what - at[i - 1].*what);
      least = std::min(least, step);
      greatest = std::max(greatest, step);
    }
    const double mean = static_cast<double>(at.back().*what - at.front().*what) /
                        static_cast<double>(at.size() - 1);
    return greatest > 2 * least ? least : mean;
  }
  bool grew_each_time(std::int64_t Amount::*what) const {
    return std::ranges::adjacent_find(at, [&](const Amount& before, const Amount& after) {
             return after.*what <= before.*what;
           }) == at.end();
  }
  const Stack& stack_that_grew_most() const {
    return std::ranges::max_element(stacks, {},
                                    [](const auto& stack) { return stack.second.growth; })
        ->second;
  }
};

// `metric`: the series that the holdings explain; empty: memory.
std::map<std::string, Line> lines_of(std::span<const Explanation> explanations,
                                     std::string_view metric, const UserCode& user_code) {
  std::map<std::string, Line> lines;
  for (std::size_t when = 0; when < explanations.size(); ++when) {
    for (const Holding& holding : explanations[when].holdings) {
      if (holding.metric != metric) continue;
      const std::size_t from = user_code.first_in(holding.stack, explanations[when].source)
                                   .value_or(first_in_a_file(holding.stack));
      Line& line = lines[name_of(holding.stack, from)];
      line.at.resize(explanations.size());
      if (holding.survived.empty()) line.at[when].bytes += holding.bytes;
      line.at[when].count += holding.count;
      for (std::size_t i = 0; i < std::min(line.at.size(), holding.survived.size()); ++i) {
        line.at[i].bytes += holding.survived[i];
      }
      auto& [places, origin, growth] = line.stacks[name_of(holding.stack, 0)];
      if (places.empty()) places = holding.stack;
      if (!holding.origin.empty()) origin = holding.origin;
      const std::int64_t amount = metric.empty() ? holding.bytes : holding.count;
      if (when == 0) growth -= amount;
      if (!holding.survived.empty()) growth -= holding.survived.front();
      if (when + 1 == explanations.size()) growth += amount;
    }
  }
  return lines;
}

bool is_more_than_grows(const Owner& owner) { return owner.share > largest_share; }

// Of a growth, without what holds more than that, if others explain it.
double sum_of_shares(std::span<const Owner> owners) {
  const bool are_all_more = std::ranges::all_of(owners, is_more_than_grows);
  double sum = 0;
  for (const Owner& owner : owners) {
    if (are_all_more || !is_more_than_grows(owner)) sum += owner.share;
  }
  return sum;
}

// Takes the place of a deep stack's outer frames.
void add_origin(std::span<const Place> origin, Owner& owner) {
  origin = origin.first(std::min(origin.size(), most_frames_of_origin));
  owner.stack.resize(std::min(owner.stack.size(), most_frames - origin.size()));
  std::ranges::copy(origin, std::back_inserter(owner.stack));
}

// Appends the stack of the thread that fetches to that of memory which no line of the user's holds,
// or of a thread that is not the user's: from the user's line outwards.
void add_fetch(std::span<const Explanation> explanations, bool is_memory, const UserCode& user_code,
               Owner& owner) {
  const bool is_at_a_line = owner.yours && (!is_memory || !owner.stack[*owner.yours].file.empty());
  for (std::size_t i = explanations.size(); i-- > 0 && !is_at_a_line;) {
    const std::span fetching = explanations[i].fetching;
    const auto line = user_code.first_in(fetching, owner.source);
    if (!line || *line == 0) continue;
    const std::size_t outer = std::min(fetching.size() - *line, most_frames_of_fetch);
    owner.stack.resize(std::min(owner.stack.size(), most_frames - 1 - outer));
    owner.stack.push_back(fetching.front());
    if (!owner.yours) owner.yours = owner.stack.size();
    std::ranges::copy(fetching.subspan(*line, outer), std::back_inserter(owner.stack));
    return;
  }
}

// The owners of one leak, among the holdings that explain `metric`; empty: memory.
Ownership owners_of(const Finding& leak, std::span<const Explanation> explanations,
                    std::string_view metric, std::int64_t fetches, const UserCode& user_code) {
  Ownership result;
  const Metric& metric_of_leak = leak.series.metric;
  const bool in_bytes = metric_of_leak.unit == Unit::bytes;
  const SteadyGrowth growth = steady_growth(leak);
  const auto decisive = metric.empty() ? &Amount::bytes : &Amount::count;
  for (const auto& [name, line] : lines_of(explanations, metric, user_code)) {
    if (!line.grew_each_time(decisive)) continue;
    Owner owner{.metric = metric_of_leak.name,
                .source = explanations.back().source,
                .count_per_fetch = line.grown(&Amount::count) / static_cast<double>(fetches),
                .bytes_per_fetch = line.grown(&Amount::bytes) / static_cast<double>(fetches)};
    const Stack& stack = line.stack_that_grew_most();
    owner.stack = stack.places;
    add_origin(stack.origin, owner);
    owner.yours = user_code.first_in(owner.stack, owner.source);
    add_fetch(explanations, metric.empty(), user_code, owner);
    owner.share = (in_bytes ? owner.bytes_per_fetch : owner.count_per_fetch) / growth.per_fetch;
    if (owner.share >= least_share) result.owners.push_back(std::move(owner));
  }
  sort_stably(result.owners, std::greater<>(), [](const Owner& owner) {
    return std::pair(!is_more_than_grows(owner), owner.share);
  });
  const double explained = sum_of_shares(result.owners);
  if (explained < whole_share || explained > 2 - whole_share) {
    result.unattributed = fmt::format("{}: {} explains {:.0f} % of the growth", metric_of_leak.name,
                                      explanations.back().source, 100 * explained);
  }
  if (const std::string text = growth.text_at_once(in_bytes ? "B" : ""); !text.empty()) {
    result.append({.unattributed = fmt::format("{}: {}", metric_of_leak.name, text)});
  }
  return result;
}

// Where clients are made of which there are more after each fetch. They are no series.
std::optional<Owner> maker_of_clients(std::span<const Explanation> explanations,
                                      std::int64_t fetches, const UserCode& user_code) {
  std::optional<Owner> found;
  for (const auto& [name, line] : lines_of(explanations, clients, user_code)) {
    const double grown = line.grown(&Amount::count) / static_cast<double>(fetches);
    if (!line.grew_each_time(&Amount::count) || grown < least_clients) continue;
    if (found && grown <= found->count_per_fetch) continue;
    found = Owner{.metric = std::string(clients),
                  .source = explanations.back().source,
                  .count_per_fetch = grown,
                  .stack = line.stack_that_grew_most().places};
    found->yours = user_code.first_in(found->stack, found->source);
  }
  return found;
}

bool is_same_line(const Place& one, const Place& other) {
  return one.file == other.file && one.line == other.line;
}

// The user's lines that create the items of the containers that grow fastest, other than that of
// the first owner, which creates most of what is kept. They are no series.
std::vector<Owner> makers_of_items(std::span<const Explanation> explanations,
                                   const GrowingContainers& growing, const Owner& first,
                                   const UserCode& user_code) {
  std::vector<Owner> makers;
  for (const auto& [name, per_fetch] : growing) {
    Owner maker{.metric = std::string(items_metric),
                .source = explanations.back().source,
                .count_per_fetch = per_fetch,
                .details = "in " + name};
    for (const Explanation& explanation : explanations) {
      const auto found = std::ranges::find(explanation.containers, name, &Container::name);
      if (found == explanation.containers.end()) continue;
      const auto yours = user_code.first_in(found->newest, explanation.source);
      if (!yours) continue;
      maker.stack = found->newest;
      maker.yours = yours;
    }
    const bool is_first = maker.yours && first.yours &&
                          is_same_line(maker.stack[*maker.yours], first.stack[*first.yours]);
    if (maker.yours && !is_first) makers.push_back(std::move(maker));
  }
  sort_stably(makers, std::greater<>(), &Owner::count_per_fetch);
  makers.resize(std::min(makers.size(), most_containers));
  return makers;
}

bool is_explained(std::span<const Explanation> explanations, const std::string& metric) {
  return std::ranges::any_of(explanations, [&](const Explanation& explanation) {
    return std::ranges::count(explanation.holdings, metric, &Holding::metric) > 0;
  });
}

}  // namespace

bool is_of_runtime(const Finding& finding) {
  const MetricKind kind = finding.series.metric.kind;
  return kind == MetricKind::heap || kind == MetricKind::runtime_heap ||
         kind == MetricKind::private_memory;
}

const Finding* leak_of_runtime(std::span<const Finding> findings) {
  for (const auto& [kind, unit] : explained_by_runtime) {
    if (const Finding* const leak = leak_of(findings, kind, unit)) return leak;
  }
  return nullptr;
}

Ownership attribute(std::span<const Finding> findings, std::span<const Explanation> explanations,
                    std::int64_t fetches, const UserCode& user_code) {
  Ownership result;
  if (explanations.size() < 3) return result;
  if (const Finding* const leak = leak_of_runtime(findings);
      leak != nullptr && is_of_runtime(*leak)) {
    result = owners_of(*leak, explanations, "", fetches, user_code);
  }
  for (const Finding& finding : findings) {
    const bool leaks = finding.decides() && finding.verdict.ruling == Ruling::leaks;
    const std::string& metric = finding.series.metric.name;
    if (leaks && is_explained(explanations, metric)) {
      result.append(owners_of(finding, explanations, metric, fetches, user_code));
    }
  }
  if (!result.owners.empty()) {
    if (auto maker = maker_of_clients(explanations, fetches, user_code))
      result.owners.push_back(*std::move(maker));
    const auto growing = growing_containers(explanations, fetches);
    result.owners.front().details = growth_text(growing);
    std::ranges::move(makers_of_items(explanations, growing, result.owners.front(), user_code),
                      std::back_inserter(result.owners));
  }
  return result;
}

double explained_share(const Ownership& ownership, const Finding& finding) {
  std::vector<Owner> owners = ownership.owners;
  std::erase_if(owners,
                [&](const Owner& owner) { return owner.metric != finding.series.metric.name; });
  return sum_of_shares(owners);
}

}  // namespace leakproof
