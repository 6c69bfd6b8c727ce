// SPDX-License-Identifier: MIT
#include "report/growth_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/metric.hpp"
#include "model/verdict.hpp"
#include "text/text.hpp"

namespace leakproof::report {

std::string duration_text(double seconds) {
  if (seconds < 10) return fmt::format("{:.1f} s", std::max(0.0, seconds));
  const auto whole = static_cast<std::int64_t>(std::min(seconds, 1e12));
  const std::int64_t minutes = whole / 60;
  const std::int64_t hours = minutes / 60;
  if (minutes == 0) return fmt::format("{} s", whole);
  if (hours == 0) return fmt::format("{} min {} s", minutes, whole % 60);
  if (hours < 48) return fmt::format("{} h {} min", hours, minutes % 60);
  return fmt::format("{} d {} h", hours / 24, hours % 24);
}

std::string figure(double value) {
  const double size = std::abs(value);
  if (size >= 1000) return grouped(std::llround(value));
  if (size >= 100 || size == 0) return fmt::format("{:.0f}", value);
  if (size >= 10) return fmt::format("{:.1f}", value);
  if (size >= 1) return fmt::format("{:.2f}", value);
  return fmt::format("{:.2g}", value);
}

std::string size(std::int64_t bytes) {
  constexpr std::array units{"bytes", "KiB", "MiB", "GiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

std::string growth_text(const Finding& finding) {
  const Growth& growth = finding.verdict.growth;
  return fmt::format("{}{}{} a fetch  [{}, {}]", growth.per_fetch > 0 ? "+" : "",
                     figure(growth.per_fetch),
                     finding.series.metric.unit == Unit::bytes ? " bytes" : "", figure(growth.low),
                     figure(growth.high));
}

std::string floor_text(const Result& result) {
  std::string text;
  for (const Finding& finding : result.findings) {
    if (!finding.decides || !finding.verdict.floor) continue;
    text += fmt::format("{}{} {}", text.empty() ? "would have caught " : ", ",
                        figure(*finding.verdict.floor), finding.series.metric.name);
  }
  return text.empty() ? text : text + " a fetch";
}

}  // namespace leakproof::report
