// SPDX-License-Identifier: MIT
#include "text/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>

namespace leakproof {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string grouped(std::int64_t number) {
  if (number < 0) return "-" + grouped(-number);
  if (number < 1000) return fmt::format("{}", number);
  return grouped(number / 1000) + fmt::format(",{:03}", number % 1000);
}

std::string figure(double value) {
  constexpr double furthest = 9e18;    // fits into std::int64_t
  constexpr double smallest = 0.5e-6;  // anything less is shown as 0
  if (std::abs(value) < smallest) return "0";
  // The exponent after rounding: 99.96 has three digits before the point.
  const std::string scientific = fmt::format("{:.2e}", value);
  const int exponent = std::atoi(scientific.c_str() + scientific.find('e') + 1);
  if (exponent >= 2) return grouped(std::llround(std::clamp(value, -furthest, furthest)));
  return fmt::format("{:.{}f}", value, 2 - exponent);
}

std::string size_text(std::int64_t bytes) {
  constexpr std::array units{"B", "KiB", "MiB", "GiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

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

}  // namespace leakproof
