// SPDX-License-Identifier: MIT
#include "judge/leak_checker_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "model/verdict.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

// The number at the start of `text`, after spaces. Valgrind groups digits by commas.
std::optional<std::int64_t> number_at(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, 30)) {
    if (c == ',' || (c == ' ' && digits.empty())) continue;
    if (c < '0' || c > '9') break;
    digits += c;
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> number_behind(std::string_view text, std::string_view words) {
  const std::size_t at = text.rfind(words);
  return at == text.npos ? std::nullopt : number_at(text.substr(at + words.size()));
}

Finding unreachable(std::string_view tool, std::int64_t bytes, std::int64_t fetches) {
  const double rate =
      static_cast<double>(bytes) / static_cast<double>(std::max<std::int64_t>(1, fetches));
  return {.series = {.metric = {.name = "unreachable", .kind = MetricKind::unreachable}},
          .verdict = {.ruling = Ruling::leaks,
                      .fetches = fetches,
                      .growth = {.per_fetch = rate, .low = rate, .high = rate},
                      .reason = fmt::format("{}: {} bytes are unreachable at exit", tool,
                                            grouped(bytes))},
          .role = Role::decides};
}

}  // namespace

std::optional<Finding> leak_checker_finding(const ExitReport& exit_report, std::int64_t fetches) {
  if (exit_report.exit_code == 0) return std::nullopt;
  const std::string_view words = exit_report.last_words;
  if (const auto bytes = number_behind(words, "SUMMARY: AddressSanitizer:");
      bytes && words.find("leaked in") != words.npos) {
    return unreachable("LeakSanitizer", *bytes, fetches);
  }
  if (const auto bytes = number_behind(words, "definitely lost:"); bytes.value_or(0) > 0) {
    return unreachable("Valgrind", *bytes, fetches);
  }
  return std::nullopt;
}

}  // namespace leakproof
