// SPDX-License-Identifier: MIT
#include "compare/leaks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "model/finding.hpp"
#include "model/owner.hpp"
#include "model/verdict.hpp"
#include "report/owner_text.hpp"
#include "report/words.hpp"
#include "text/function_name.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

/// As in KnownLeak.
struct OwnerName {
  std::string file{};
  std::string function{};
  std::string code{};

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a literal 0 in it
  auto operator<=>(const OwnerName&) const = default;
};

// Without its folder and version, which differ between machines.
std::string library_name(const std::string& module) {
  const std::string name = module.substr(module.rfind('/') + 1);
  const auto version = name.find(".so.");
  return version == name.npos ? name : name.substr(0, version + 3);
}

OwnerName name_of(const Owner& owner, const std::string& folder) {
  const Place& place = owner.stack.at(owner.yours.value_or(0));
  const bool is_yours = owner.yours && !place.file.empty();
  const std::string function =
      place.offset != 0 ? std::string(short_function_name(place.function)) : place.function;
  return {.file = printable(is_yours ? report::path_below(folder, place.file)
                                     : library_name(place.module)),
          .function = printable(function),
          .code = function.empty() ? printable(place.code) : ""};
}

struct OwnedAmount {
  OwnerName name{};
  double amount = 0;
};

double amount_of(const Owner& owner, Unit unit) {
  const double amount = unit == Unit::bytes ? owner.bytes_per_fetch : owner.count_per_fetch;
  return std::max(amount, 0.0);
}

const Finding* find_metric(const Result& result, const std::string& metric) {
  const auto found = std::ranges::find(
      result.findings, metric, [](const Finding& finding) { return finding.series.metric.name; });
  return found == result.findings.end() ? nullptr : &*found;
}

// The share of each owner in the growth of a metric. The blocks of a heap, and its mappings, have
// the owners of its bytes.
std::map<OwnerName, double> shares(const Result& result, const Metric& metric,
                                   const std::string& folder) {
  std::vector<const Owner*> owners;
  for (const Owner& owner : result.owners) {
    const Finding* const owned = find_metric(result, owner.metric);
    if (owned == nullptr || owner.stack.empty()) continue;
    if (leak_kind(owned->series.metric.kind) == leak_kind(metric.kind)) owners.push_back(&owner);
  }
  const auto is_own = [&](const Owner* owner) { return owner->metric == metric.name; };
  if (std::ranges::any_of(owners, is_own)) {
    std::erase_if(owners, [&](const Owner* owner) { return !is_own(owner); });
  }
  std::map<OwnerName, double> amounts;
  double all = 0;
  for (const Owner* const owner : owners) all += amount_of(*owner, metric.unit);
  const bool by_share = all <= 0;
  if (by_share) {
    for (const Owner* const owner : owners) all += std::max(owner->share, 0.0);
  }
  if (all <= 0) return {};
  for (const Owner* const owner : owners) {
    const double amount = by_share ? owner->share : amount_of(*owner, metric.unit);
    amounts[name_of(*owner, folder)] += std::max(amount, 0.0) / all;
  }
  return amounts;
}

bool is_meant(const Finding& finding, LeakSeries which) {
  if (!finding.decides()) return false;
  if (finding.verdict.ruling == Ruling::leaks) return true;
  return which == LeakSeries::or_growing && finding.verdict.ruling == Ruling::inconclusive &&
         finding.verdict.growth.per_fetch > finding.series.metric.tolerable_per_fetch;
}

// "memory in get (mine.py)", "memory in mine.py, kept.append(body)"
template <typename Named>
std::string words_of(const Named& leak) {
  std::string text(report::word(leak.kind));
  if (!leak.function.empty()) {
    text += " in " + leak.function;
    if (!leak.file.empty()) text += " (" + leak.file + ")";
  } else if (!leak.file.empty()) {
    text += " in " + leak.file;
  }
  return leak.code.empty() ? text : text + ", " + leak.code;
}

}  // namespace

std::vector<Leak> leaks_in(const Result& result, LeakSeries which, double least_share,
                           const std::string& folder) {
  std::map<std::tuple<LeakKind, OwnerName>, Leak> leaks;
  std::map<std::tuple<LeakKind, OwnerName>, double> greatest_shares;
  for (const Finding& finding : result.findings) {
    const Metric& metric = finding.series.metric;
    const std::optional<LeakKind> kind = leak_kind(metric.kind);
    if (!kind || !is_meant(finding, which)) continue;
    std::map<OwnerName, double> owned = shares(result, metric, folder);
    if (owned.empty()) owned[{}] = 1;
    for (const auto& owner : owned) {
      const std::tuple key(*kind, owner.first);
      Leak& leak = leaks[key];
      leak.kind = *kind;
      leak.file = owner.first.file;
      leak.function = owner.first.function;
      leak.code = owner.first.code;
      leak.rates.push_back({.metric = metric,
                            .per_fetch = finding.verdict.growth.per_fetch * owner.second,
                            .low = finding.verdict.growth.low * owner.second});
      double& greatest = greatest_shares[key];
      greatest = std::max(greatest, owner.second);
    }
  }
  std::vector<Leak> result_leaks;
  for (auto& entry : leaks) {
    if (greatest_shares.at(entry.first) >= least_share) {
      result_leaks.push_back(std::move(entry.second));
    }
  }
  return result_leaks;
}

std::string words(const Leak& leak) { return words_of(leak); }

std::string words(const KnownLeak& leak) { return words_of(leak); }

}  // namespace leakproof
