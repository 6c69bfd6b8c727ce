// SPDX-License-Identifier: MIT
#include "options/checks.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "text/numbers.hpp"

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
            return is_valid ? "" : fmt::format("{}, got \"{}\"", complaint, text);
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

}  // namespace leakproof
