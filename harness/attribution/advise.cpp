// SPDX-License-Identifier: MIT
#include "attribution/advise.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "attribution/advice_rules.hpp"
#include "attribution/library_functions.hpp"
#include "attribution/release_calls.hpp"

namespace leakproof {
namespace {

constexpr double most_of_growth = 0.5;  // share of the growth

// The function of a library that the first of the user's lines calls; empty if it allocates itself.
std::string called_in(const TrialFacts& trial) {
  if (trial.users_lines.empty()) return "";
  const UsersLine& first = trial.users_lines.front();
  const bool is_own = first.called == first.line.function || is_allocation_function(first.called);
  return is_own ? "" : first.called;
}

const ReleaseCall* release_of(const TrialFacts& trial) {
  std::string calls;
  for (const UsersLine& one : trial.users_lines) calls += "\n" + one.called + "\n" + one.library;
  return release_call_for(trial.owners, calls);
}

// Empty if nothing is known for a word in it.
std::string filled_in(std::string_view suggestion, const TrialFacts& trial) {
  std::string text(suggestion);
  const ReleaseCall* const release = release_of(trial);
  const std::array<std::pair<std::string_view, std::string>, 5> words{
      {{holder_word, trial.holder},
       {container_word, trial.container},
       {called_word, called_in(trial)},
       {function_word, trial.users_lines.empty() ? "" : trial.users_lines.front().release},
       {release_word, std::string(release != nullptr ? release->suggestion : "")}}};
  for (const auto& [word, value] : words) {
    const std::size_t at = text.find(word);
    if (at == text.npos) continue;
    if (value.empty()) return "";
    text.replace(at, word.size(), value);
  }
  return text;
}

// The first of the user's lines with a large share that reads like the rule.
const UsersLine* line_that_reads(std::string_view code, const TrialFacts& trial) {
  const auto found = std::ranges::find_if(trial.users_lines, [&](const UsersLine& one) {
    return one.is_large && has_one_of(code, one.line.code);
  });
  return found == trial.users_lines.end() ? nullptr : &*found;
}

bool calls_another(const UsersLine& line, const AdviceRule& rule) {
  return rule.not_called.empty() || !has_one_of(rule.not_called, "\n" + line.called + "\n");
}

// The first of the user's lines that calls a maker of the rule. What only fetches makes nothing.
const UsersLine* line_that_makes(const AdviceRule& rule, const TrialFacts& trial) {
  const auto found = std::ranges::find_if(trial.users_lines, [&](const UsersLine& one) {
    return !one.only_fetches && one.called != one.line.function && calls_another(one, rule) &&
           has_one_of(rule.maker, "\n" + one.called + "\n");
  });
  return found == trial.users_lines.end() ? nullptr : &*found;
}

// Where the items of the container that the rule names are created. A runtime that uses the memory
// of objects again may say little of where they were allocated.
const UsersLine* line_of_items(const AdviceRule& rule, const TrialFacts& trial) {
  if (trial.container.empty() || rule.suggestion.find(container_word) == rule.suggestion.npos) {
    return nullptr;
  }
  const auto found = std::ranges::find_if(trial.users_lines, [&](const UsersLine& one) {
    return one.metric == items_metric && one.container.starts_with("in " + trial.container + " ");
  });
  return found == trial.users_lines.end() ? nullptr : &*found;
}

// The first of the user's lines that calls what the rule names or creates the items of what it
// names, else of its series, else at all.
std::optional<Place> line_of(std::string_view words, const AdviceRule& rule,
                             const TrialFacts& trial) {
  for (const UsersLine& one : trial.users_lines) {
    const std::string named = "\n" + one.called + "\n" + one.container;
    if (!words.empty() && has_one_of(words, named)) return one.line;
  }
  if (!rule.not_called.empty()) {
    const auto other = std::ranges::find_if(
        trial.users_lines, [&](const UsersLine& one) { return calls_another(one, rule); });
    if (other != trial.users_lines.end()) return other->line;
  }
  const auto of_series = std::ranges::find(trial.users_lines, rule.series, &UsersLine::metric);
  if (of_series != trial.users_lines.end()) return of_series->line;
  if (trial.users_lines.empty()) return std::nullopt;
  const bool is_sure = trial.users_lines.front().share >= most_of_growth;
  const UsersLine* const maker = is_sure ? nullptr : line_of_items(rule, trial);
  return maker != nullptr ? maker->line : trial.users_lines.front().line;
}

// What the line to be changed calls.
std::string_view called_by(const AdviceRule& rule, const TrialFacts& trial) {
  const bool is_by_release =
      rule.called == release_word || rule.suggestion.starts_with(release_word);
  if (!is_by_release) return rule.called.empty() ? rule.words : rule.called;
  const ReleaseCall* const release = release_of(trial);
  if (release == nullptr) return "";
  return release->called.empty() ? release->makers : release->called;
}

// A field of the user's says what holds an object; the code that registers a callback is elsewhere.
std::optional<Place> line_of(const AdviceRule& rule, std::string_view words,
                             const TrialFacts& trial) {
  if (!rule.code.empty()) return line_that_reads(rule.code, trial)->line;
  if (!rule.maker.empty()) return line_that_makes(rule, trial)->line;
  const std::optional<Place> line = line_of(words, rule, trial);
  const bool is_field = line && line->module.ends_with("field");
  const bool is_code = line && (!line->file.empty() || (is_field && rule.kind != handler_per_call));
  return is_code || !trial.fetching_line ? line : trial.fetching_line;
}

// A line that fetches may also be one that is known to make what leaks.
bool only_fetches(const Place& line, const TrialFacts& trial) {
  const auto makes = [&](const UsersLine& one) { return !one.only_fetches && one.line == line; };
  const auto fetches = [&](const UsersLine& one) { return one.only_fetches && one.line == line; };
  return std::ranges::none_of(trial.users_lines, makes) &&
         (line == trial.fetching_line || std::ranges::any_of(trial.users_lines, fetches));
}

// Of the containers that grow, the one that tells the rule's kind is shown.
TrialFacts with_telling_container_first(TrialFacts trial, const AdviceRule& rule) {
  if (rule.words.empty()) return trial;
  const auto telling = std::ranges::find_if(trial.growing_containers, [&](const std::string& one) {
    return has_one_of(rule.words, one);
  });
  if (telling != trial.growing_containers.end()) {
    std::rotate(trial.growing_containers.begin(), telling, telling + 1);
  }
  return trial;
}

}  // namespace

std::optional<Advice> advise(const TrialFacts& trial, const ClientFacts& client) {
  for (const AdviceRule& rule : advice_rules()) {
    if (!rule.language.empty() && rule.language != trial.language) continue;
    if (!rule.words.empty() && !has_one_of(rule.words, trial.owners)) continue;
    if (!rule.maker.empty() && line_that_makes(rule, trial) == nullptr) continue;
    if (!rule.code.empty() && line_that_reads(rule.code, trial) == nullptr) continue;
    std::string suggestion = filled_in(rule.suggestion, trial);
    if (suggestion.empty()) continue;
    std::string evidence = rule.evidence(with_telling_container_first(trial, rule), client);
    if (evidence.empty()) continue;
    auto line = line_of(rule, called_by(rule, trial), trial);
    const bool is_only_near = line && only_fetches(*line, trial);
    return Advice{.kind = std::string(rule.kind),
                  .evidence = std::move(evidence),
                  .suggestion = std::move(suggestion),
                  .line = std::move(line),
                  .line_only_fetches = is_only_near};
  }
  return std::nullopt;
}

}  // namespace leakproof
