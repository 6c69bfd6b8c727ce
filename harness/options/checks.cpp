// SPDX-License-Identifier: MIT
#include "options/checks.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "text/numbers.hpp"
#include "text/printable.hpp"

namespace leakproof {
namespace {

template <typename Number>
std::optional<Number> parse(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return stop == end && error == std::errc{} ? std::optional(number) : std::nullopt;
}

// Not a number is in no range, because it compares as false.
template <typename Number>
CLI::Validator in_range(std::string_view kind, Number least, Number greatest, std::string range) {
  const std::string complaint = fmt::format("must be {} from {}", kind, range);
  return {[=](const std::string& text) {
            const auto number = parse<Number>(text);
            const bool is_valid = number && *number >= least && *number <= greatest;
            return is_valid ? "" : fmt::format("{}, got \"{}\"", complaint, printable(text));
          },
          std::move(range)};
}

}  // namespace

CLI::Validator whole_number(std::int64_t least, std::int64_t greatest) {
  return in_range("a whole number", least, greatest,
                  fmt::format("{} to {}", grouped(least), grouped(greatest)));
}

CLI::Validator number(double least, double greatest) {
  return in_range("a number", least, greatest, fmt::format("{} to {}", least, greatest));
}

CLI::Validator duration() {
  return {[](std::string& text) -> std::string {
            constexpr std::int64_t hour = 3600;
            constexpr std::int64_t day = 24 * hour;
            constexpr std::int64_t longest = 366 * day;
            const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
            const auto count = parse<std::int64_t>(text.substr(0, digits));
            const std::string unit = text.substr(digits);
            const std::int64_t seconds = unit.empty() || unit == "s" ? 1
                                         : unit == "m"               ? 60
                                         : unit == "h"               ? hour
                                         : unit == "d"               ? day
                                                                     : 0;
            if (!count || seconds == 0 || *count < 1 || *count > longest / seconds) {
              return fmt::format(
                  "must be a whole number of seconds, or with a unit as in 90s, 20m, 8h or 2d, up "
                  "to 366d, got \"{}\"",
                  printable(text));
            }
            text = std::to_string(*count * seconds);
            return "";
          },
          ""};
}

void refuse_empty_values(CLI::App& command) {
  for (CLI::Option* const option : command.get_options()) {
    if (option->get_expected_min() == 0) continue;  // a flag
    option->check(
        [](const std::string& value) { return value.empty() ? "must not be empty" : ""; });
  }
}

}  // namespace leakproof
