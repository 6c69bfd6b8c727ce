// SPDX-License-Identifier: MIT
#include "protocol/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "protocol/words.hpp"
#include "text/numbers.hpp"

namespace leakproof::protocol {
namespace {

constexpr std::size_t most_reported = 32;
constexpr std::size_t longest_name = 40;
constexpr std::int64_t most_explained = 200;
constexpr std::size_t most_frames = 40;
constexpr std::size_t most_answers = 8;

// Removes the text before the next separator, and the separator, and returns the text.
std::string_view next_token(std::string_view& line, char separator) {
  const std::string_view token = line.substr(0, line.find(separator));
  line.remove_prefix(std::min(token.size() + 1, line.size()));
  return token;
}

std::string_view next_field(std::string_view& line) { return next_token(line, '\t'); }

bool is_name(std::string_view word) {
  const auto allowed = [](char c) {
    return ('a' <= c && c <= 'z') || ('0' <= c && c <= '9') || c == '_';
  };
  return !word.empty() && word.size() <= longest_name && std::ranges::all_of(word, allowed);
}

// Requires at least one frame.
bool parse_frames(std::string_view line, std::vector<Place>& into) {
  while (!line.empty()) {
    const std::string_view file = next_field(line);
    const auto at = whole_number(next_field(line));
    const std::string_view function = next_field(line);
    if (!at || *at < 0 || *at > INT32_MAX || into.size() == most_frames) return false;
    into.push_back({.function = std::string(function),
                    .file = std::string(file),
                    .line = static_cast<int>(*at)});
  }
  return !into.empty();
}

}  // namespace

std::optional<Hello> parse_hello(std::string_view line) {
  if (next_word(line) != word::hello) return std::nullopt;
  std::string_view spoken = next_word(line);
  Hello hello;
  if (next_token(spoken, '+') != word::version) return std::nullopt;
  while (!spoken.empty()) {
    const std::string_view feature = next_token(spoken, '+');
    if (feature == word::can_explain) {
      hello.explains = true;
    } else if (feature == word::knows_last) {
      hello.knows_last = true;
    } else if (feature == word::leaves_bodies) {
      hello.leaves_bodies = true;
    } else {
      return std::nullopt;
    }
  }
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  hello.banner = line;
  return hello;
}

std::optional<Done> parse_done(std::string_view line) {
  if (next_word(line) != word::done) return std::nullopt;
  const auto attempted = whole_number(next_word(line));
  const auto failed = whole_number(next_word(line));
  if (!attempted || !failed || !next_word(line).empty()) return std::nullopt;
  if (*failed < 0 || *failed > *attempted) return std::nullopt;
  return Done{*attempted, *failed};
}

std::optional<std::vector<Reported>> parse_settled(std::string_view line) {
  if (next_word(line) != word::settled) return std::nullopt;
  std::vector<Reported> values;
  for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
    const std::string_view name = word.substr(0, word.find('='));
    const auto value = whole_number(word.substr(std::min(word.size(), name.size() + 1)));
    const bool repeated =
        std::ranges::any_of(values, [&](const Reported& before) { return before.name == name; });
    if (!is_name(name) || !value || *value > greatest_reported || *value < -greatest_reported ||
        repeated || values.size() == most_reported) {
      return std::nullopt;
    }
    values.push_back({std::string(name), *value});
  }
  return values;
}

std::optional<Explains> parse_explains(std::string_view line) {
  if (next_word(line) != word::explains) return std::nullopt;
  const std::string_view source = next_word(line);
  const auto lines = whole_number(next_word(line));
  const auto allowed = [](char c) { return c == '-' || is_name({&c, 1}); };
  if (source.empty() || source.size() > longest_name || !std::ranges::all_of(source, allowed) ||
      !lines || *lines < 0 || *lines > most_explained || !next_word(line).empty()) {
    return std::nullopt;
  }
  return Explains{.source = std::string(source), .lines = *lines};
}

bool parse_explained(std::string_view line, Explanation& into) {
  const std::string_view kind = next_field(line);
  std::string metric;
  if (kind == word::counted) {
    metric = next_field(line);
    if (!is_name(metric)) return false;
  }
  if (kind == word::survived) {
    Holding holding;
    for (std::string_view sizes = next_field(line); !sizes.empty();) {
      const auto size = whole_number(next_token(sizes, ','));
      if (!size || *size < 0 || holding.survived.size() == most_answers) return false;
      holding.survived.push_back(*size);
    }
    if (holding.survived.empty() || !parse_frames(line, holding.stack)) return false;
    holding.bytes = holding.survived.back();
    into.holdings.push_back(std::move(holding));
    return true;
  }
  const auto amount = whole_number(next_field(line));
  if (!amount || *amount < 0) return false;
  if (kind == word::container || kind == word::received) {
    into.containers.push_back({.name = std::string(next_field(line)),
                               .length = *amount,
                               .since_first = kind == word::received});
    Container& container = into.containers.back();
    return !container.name.empty() && (line.empty() || parse_frames(line, container.newest));
  }
  Holding holding{.metric = std::move(metric), .count = *amount};
  if (kind == word::held) {
    const auto count = whole_number(next_field(line));
    if (!count || *count < 0) return false;
    holding.bytes = std::exchange(holding.count, *count);
  } else if (kind != word::counted) {
    return false;
  }
  if (!parse_frames(line, holding.stack)) return false;
  into.holdings.push_back(std::move(holding));
  return true;
}

std::string run_order(std::int64_t fetches, std::string_view request_line) {
  return fmt::format("{} {} {}\n", word::run, fetches, request_line);
}

std::string order(std::int64_t fetches, std::string_view request_line) {
  const std::string settle = order_line(word::settle);
  return fetches == 0 ? settle : run_order(fetches, request_line) + settle;
}

}  // namespace leakproof::protocol
