// SPDX-License-Identifier: MIT
#include "compare/known_leaks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include <leakproof/conclusion.hpp>

#include "compare/leaks.hpp"
#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/owner.hpp"
#include "model/verdict.hpp"
#include "text/growth.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

// What is listed has owners down to this share, so that the rest of a leak is known, too, once its
// largest part has gone.
constexpr double least_listed_share = 0.01;

auto order_of(const KnownLeak& leak) {
  return std::tie(leak.client, leak.scenario, leak.kind, leak.file, leak.function, leak.code);
}

// How exactly an entry names the leak: 3 a function or a line, 2 the file, 1 any owner; 0: not at
// all.
int exactness(const KnownLeak& entry, const Leak& leak) {
  if (entry.kind != leak.kind) return 0;
  const bool is_whole_file = entry.function.empty() && entry.code.empty();
  if (entry.file.empty() && is_whole_file) return 1;
  if (entry.file != leak.file) return 0;
  if (is_whole_file) return 2;
  return entry.function == leak.function && entry.code == leak.code ? 3 : 0;
}

const KnownLeak* entry_for(const Leak& leak, const std::vector<KnownLeak>& listed) {
  const auto best = std::ranges::max_element(
      listed, {}, [&](const KnownLeak& entry) { return exactness(entry, leak); });
  return best == listed.end() || exactness(*best, leak) == 0 ? nullptr : &*best;
}

// Adds the growth of a leak that has the same entry.
void add_rates(std::vector<LeakRate>& sums, const Leak& leak) {
  for (const LeakRate& rate : leak.rates) {
    const auto sum = std::ranges::find(sums, rate.metric.name,
                                       [](const LeakRate& other) { return other.metric.name; });
    if (sum == sums.end()) {
      sums.push_back(rate);
    } else {
      sum->per_fetch += rate.per_fetch;
      sum->low += rate.low;
    }
  }
}

bool has_risen(const LeakRate& now, double listed) {
  return now.per_fetch > listed * (1 + known_margin) && now.low > listed &&
         now.per_fetch - listed > now.metric.tolerable_per_fetch;
}

// Empty if what grows now is what is listed.
std::string difference(const KnownLeak& entry, const std::vector<LeakRate>& now) {
  bool is_comparable = false;
  for (const LeakRate& rate : now) {
    const auto listed = entry.per_fetch.find(rate.metric.name);
    if (listed == entry.per_fetch.end()) continue;
    is_comparable = true;
    if (!has_risen(rate, listed->second)) continue;
    const std::string_view unit = symbol(rate.metric.unit);
    return fmt::format("{}: {} known at {}, now {}", words(entry), rate.metric.name,
                       leakproof::growth_text(listed->second, unit),
                       leakproof::growth_text(rate.per_fetch, unit));
  }
  if (is_comparable) return "";
  std::vector<std::string_view> metrics;
  for (const LeakRate& rate : now) metrics.push_back(rate.metric.name);
  return fmt::format("{}: its entry has no rate of {}", words(entry), fmt::join(metrics, ", "));
}

// The part of a growth that the owners leave unexplained.
double unexplained(const Result& result, const Finding& finding) {
  double explained = 0;
  for (const Owner& owner : result.owners) {
    if (owner.metric == finding.series.metric.name) explained += owner.share;
  }
  return finding.verdict.growth.per_fetch * std::clamp(1 - explained, 0.0, 1.0);
}

bool has_owners(const Result& result, const std::string& metric) {
  return std::ranges::find(result.owners, metric, &Owner::metric) != result.owners.end();
}

// Is an entry, that no owner now matches, gone from a trial that leaks otherwise? Its series must
// be clean, or the unexplained part of their growth smaller than the entry.
bool is_gone(const KnownLeak& entry, const Result& result) {
  bool is_shown = false;
  for (const Finding& finding : result.findings) {
    const auto listed = entry.per_fetch.find(finding.series.metric.name);
    if (listed == entry.per_fetch.end() || !finding.decides()) continue;
    if (finding.verdict.ruling == Ruling::clean) {
      is_shown = true;
    } else if (finding.verdict.ruling == Ruling::inconclusive) {
      return false;
    } else if (has_owners(result, listed->first)) {
      if (unexplained(result, finding) >= listed->second * (1 - known_margin)) return false;
      is_shown = true;
    }
  }
  return is_shown;
}

std::pair<std::string, std::string> name_of(const Trial& trial) {
  return {printable(trial.client), printable(trial.scenario.name)};
}

bool is_judged(const Result& result) {
  return result.ruling == Conclusion::clean || result.ruling == Conclusion::leaks;
}

KnownLeak entry_of(const Leak& leak, const Trial& trial) {
  auto [client, scenario] = name_of(trial);
  KnownLeak entry{.client = std::move(client),
                  .scenario = std::move(scenario),
                  .kind = leak.kind,
                  .file = leak.file,
                  .function = leak.function,
                  .code = leak.code};
  for (const LeakRate& rate : leak.rates) entry.per_fetch[rate.metric.name] = rate.per_fetch;
  return entry;
}

}  // namespace

KnownLeaks::KnownLeaks(std::vector<KnownLeak> listed, KnownList list, std::span<const Trial> trials)
    : list_(std::move(list)) {
  for (KnownLeak& entry : listed) {
    trials_[{entry.client, entry.scenario}].listed.push_back(std::move(entry));
  }
  for (const Trial& trial : trials) {
    const auto listed_trial = trials_.find(name_of(trial));
    if (listed_trial != trials_.end()) ++listed_trial->second.left;
  }
}

void KnownLeaks::compare(Result& result) {
  result.known = KnownState::none;  // of an earlier run
  result.known_details.clear();
  const auto found = trials_.find(name_of(result.trial));
  if (found == trials_.end()) return;
  Progress& progress = found->second;
  if (progress.left > 0) --progress.left;
  progress.may_be_there |= result.ruling != Conclusion::clean;
  if (result.ruling == Conclusion::leaks) {
    compare_leaks(result, progress);
  } else if (progress.left == 0 && !progress.may_be_there) {
    result.known = KnownState::gone;
    result.known_details = gone_text(progress.listed);
  }
}

void KnownLeaks::compare_leaks(Result& result, const Progress& progress) const {
  std::vector<std::string> differences;
  std::map<const KnownLeak*, std::vector<LeakRate>> grows_now;
  for (const Leak& leak : leaks_in(result, LeakSeries::proven, least_leak_share, list_.folder)) {
    if (const KnownLeak* const entry = entry_for(leak, progress.listed)) {
      add_rates(grows_now[entry], leak);
    } else {
      differences.push_back(words(leak) + " is not listed");
    }
  }
  std::vector<KnownLeak> gone;
  for (const KnownLeak& entry : progress.listed) {
    const auto now = grows_now.find(&entry);
    if (now == grows_now.end()) {
      if (is_gone(entry, result)) gone.push_back(entry);
    } else if (const std::string what = difference(entry, now->second); !what.empty()) {
      differences.push_back(what);
    }
  }
  const bool is_known = differences.empty() && !grows_now.empty();
  result.known = is_known ? KnownState::known : KnownState::changed;
  result.known_details =
      is_known ? fmt::format("as listed in {}", list_.name)
               : fmt::format("not as listed in {}: {}", list_.name, fmt::join(differences, "; "));
  if (!gone.empty() && progress.left == 0) result.known_details += ". " + gone_text(gone);
}

std::string KnownLeaks::gone_text(std::span<const KnownLeak> gone) const {
  std::vector<std::string> names;
  for (const KnownLeak& entry : gone) names.push_back(words(entry));
  const bool is_one = names.size() == 1;
  return fmt::format("{} gone: remove {} from {}: {}",
                     is_one ? "A known leak is" : "Known leaks are",
                     is_one ? "its entry" : "their entries", list_.name, fmt::join(names, ", "));
}

void KnownLeakList::add(const Result& result) {
  if (!is_judged(result)) return;
  std::vector<KnownLeak>& entries = judged_[name_of(result.trial)];
  if (result.ruling != Conclusion::leaks) return;
  for (const Leak& leak : leaks_in(result, LeakSeries::or_growing, least_listed_share, folder_)) {
    KnownLeak entry = entry_of(leak, result.trial);
    const auto same = std::ranges::find_if(
        entries, [&](const KnownLeak& other) { return order_of(other) == order_of(entry); });
    if (same == entries.end()) {
      entries.push_back(std::move(entry));
      continue;
    }
    for (const auto& rate : entry.per_fetch) {  // of a repeated trial, the fastest
      double& listed = same->per_fetch[rate.first];
      listed = std::max(listed, rate.second);
    }
  }
}

std::vector<KnownLeak> KnownLeakList::with(std::vector<KnownLeak> before) const {
  std::erase_if(before, [this](const KnownLeak& entry) {
    return judged_.contains({entry.client, entry.scenario});
  });
  for (const auto& trial : judged_) std::ranges::copy(trial.second, std::back_inserter(before));
  std::ranges::sort(
      before, [](const KnownLeak& a, const KnownLeak& b) { return order_of(a) < order_of(b); });
  return before;
}

}  // namespace leakproof
