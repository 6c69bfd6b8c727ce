// SPDX-License-Identifier: MIT
#include "options/tolerance.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "model/probe.hpp"
#include "model/usage_error.hpp"
#include "probes/catalogue.hpp"
#include "runtimes/catalogue.hpp"
#include "text/printable.hpp"
#include "text/suggestion.hpp"

namespace leakproof {
namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw UsageError(
      fmt::format("tolerance: expected RESOURCE=GROWTH per fetch, as in heap_bytes=16, got \"{}\"",
                  printable(text)));
}

std::vector<std::string_view> known_metrics() {
  std::vector<std::string_view> known;
  for (const ProbeEntry& probe : probes::catalogue()) known.push_back(probe.metric.name);
  for (const RuntimeEntry& runtime : runtimes::catalogue()) {
    for (const Metric& metric : runtime.metrics) known.push_back(metric.name);
  }
  return known;
}

void refuse_misspelt(std::string_view name) {
  const std::vector<std::string_view> known = known_metrics();
  if (std::ranges::find(known, name) != known.end()) return;
  if (const std::string_view meant = closest(name, known); !meant.empty()) {
    throw UsageError(
        fmt::format("tolerance: resource \"{}\" is not known. Did you mean \"{}\"? (leakproof "
                    "list shows all)",
                    printable(name), meant));
  }
}

}  // namespace

Tolerance parse_tolerance(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('='));
  const std::string_view number = text.substr(std::min(text.size(), name.size() + 1));
  double per_fetch = 0;
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), per_fetch);
  const bool is_number = error == std::errc{} && end == number.data() + number.size();
  if (!is_number) refuse(text);
  Tolerance tolerance{.metric = std::string(name), .per_fetch = per_fetch};
  check(tolerance);
  return tolerance;
}

void check(const Tolerance& tolerance) {
  const auto& [name, per_fetch] = tolerance;
  if (name.empty() || !std::isfinite(per_fetch) || per_fetch < 0) {
    refuse(fmt::format("{}={}", name, per_fetch));
  }
  refuse_misspelt(name);
}

void require_known(const Tolerance& tolerance) {
  const std::vector<std::string_view> known = known_metrics();
  if (std::ranges::find(known, tolerance.metric) != known.end()) return;
  throw UsageError(fmt::format(
      "tolerance: nothing measures \"{}\": only a worker of yours (--worker) can report "
      "a resource that is not one of {}",
      printable(tolerance.metric), fmt::join(known, ", ")));
}

}  // namespace leakproof
