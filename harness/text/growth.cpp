// SPDX-License-Identifier: MIT
#include "text/growth.hpp"

#include <fmt/format.h>

#include <cmath>

#include "text/numbers.hpp"

namespace leakproof {
namespace {

std::string with_unit(const std::string& amount, std::string_view unit) {
  return fmt::format("{}{}{}/fetch", amount, unit.empty() ? "" : " ", unit);
}

}  // namespace

std::string rate_text(double per_fetch, std::string_view unit) {
  return with_unit(figure(per_fetch), unit);
}

std::string growth_text(double per_fetch, std::string_view unit) {
  const std::string amount = figure(per_fetch);
  return with_unit(per_fetch > 0 && amount != "0" ? "+" + amount : amount, unit);
}

std::string growth_text(double per_fetch, double low, double high, std::string_view unit) {
  return fmt::format("{} [{}, {}]", growth_text(per_fetch, unit), figure(low), figure(high));
}

std::string limit_text(double per_fetch, std::string_view unit) {
  const bool is_whole = per_fetch == std::floor(per_fetch) && std::abs(per_fetch) < 1e15;
  return with_unit(is_whole ? grouped(std::llround(per_fetch)) : fmt::format("{:g}", per_fetch),
                   unit);
}

}  // namespace leakproof
