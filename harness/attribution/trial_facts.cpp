// SPDX-License-Identifier: MIT
#include "attribution/trial_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <string_view>

#include "attribution/language.hpp"
#include "judge/collected_descriptors.hpp"
#include "judge/retention.hpp"
#include "model/fetching_stack.hpp"
#include "model/finding.hpp"
#include "model/metric.hpp"
#include "model/scenario.hpp"
#include "model/sort_stably.hpp"
#include "model/verdict.hpp"
#include "text/function_name.hpp"

namespace leakproof {
namespace {

constexpr std::string_view unique_keys = "keys";  // the group of scenarios

SeriesGrowth growth_of(const std::vector<Finding>& findings, MetricKind kind,
                       Unit unit = Unit::count) {
  const auto found = std::ranges::find_if(
      findings, [&](const Finding& finding) { return finding.series.metric.is(kind, unit); });
  if (found == findings.end()) return {};
  return {.per_fetch = found->verdict.growth.per_fetch,
          .leaks = found->verdict.ruling == Ruling::leaks};
}

constexpr std::size_t longest_text = 8192;  // bytes
constexpr double large_share = 0.25;        // of the growth, of an owner that is not the first

// Without parameters, in which other names occur.
std::string function_in(const Owner& owner, std::size_t frame) {
  const std::string& function = owner.stack[frame].function;
  return owner.source == call_stacks ? short_function_name(function) : function;
}

// The call by which the user's code makes a shared object, whatever its share: what holds the
// others may be the smallest of them.
std::string maker_of_shared_in(const std::vector<Owner>& owners) {
  for (const Owner& owner : owners) {
    const std::size_t yours = owner.yours.value_or(0);
    std::string called = yours > 0 ? function_in(owner, yours - 1) : "";
    if (called.starts_with("std::make_shared<")) return "\n" + called + "\n";
  }
  return "";
}

// In Go: the connections that are left are idle, so that each is of a client of its own.
std::string idle_connection_in(const std::vector<Owner>& owners) {
  constexpr std::string_view puts_back = "net/http.(*Transport).tryPutIdleConn";
  const bool is_idle = std::ranges::any_of(owners, [&](const Owner& owner) {
    return std::ranges::find(owner.stack, puts_back, &Place::function) != owner.stack.end();
  });
  return is_idle ? fmt::format("\n{}\n", puts_back) : "";
}

std::string text_of(const std::vector<Owner>& owners) {
  std::string text = maker_of_shared_in(owners) + idle_connection_in(owners);
  std::set<std::string_view> metrics;
  std::set<std::string_view> with_users_line;  // metrics
  for (const Owner& owner : owners) {
    const bool is_first = metrics.insert(owner.metric).second;
    const auto yours = yours_before_fetch(owner);
    const bool is_users = yours && with_users_line.insert(owner.metric).second;
    if (!is_first && !is_users && owner.share < large_share) continue;
    const auto frames = yours ? *yours + 1 : frames_before_fetch(owner);
    for (std::size_t i = 0; i < frames; ++i) text += "\n" + function_in(owner, i) + "\n";
    text += owner.details;
  }
  text.resize(std::min(text.size(), longest_text));
  return text;
}

std::string functions_of_library(const Owner& owner, std::size_t called) {
  std::string functions;
  for (std::size_t i = 0; i <= called; ++i) {
    if (owner.stack[i].module != owner.stack[called].module) continue;
    functions += "\n" + function_in(owner, i) + "\n";
  }
  return functions;
}

// Lines that only fetch are less likely, and last.
std::vector<UsersLine> users_lines_in(const std::vector<Owner>& owners) {
  constexpr std::size_t most_lines = 16;
  std::vector<UsersLine> users_lines;
  std::vector<const Owner*> ordered;
  for (const Owner& owner : owners) {
    if (owner.yours) ordered.push_back(&owner);
  }
  sort_stably(ordered, std::less<>(), [](const Owner* owner) {
    if (!yours_before_fetch(*owner)) return 2;
    return owner->share >= large_share ? 0 : 1;
  });
  for (const Owner* const owner : std::span(ordered).first(std::min(ordered.size(), most_lines))) {
    const std::size_t inner = *owner->yours == 0 ? 0 : *owner->yours - 1;
    users_lines.push_back(
        {.metric = owner->metric,
         .called = function_in(*owner, inner),
         .line = owner->stack[*owner->yours],
         .release = owner->release,
         .library = functions_of_library(*owner, inner),
         .container = owner->metric == items_metric ? owner->details + " grows" : "",
         .only_fetches = !yours_before_fetch(*owner),
         .share = owner->share,
         .is_large = owner->share >= large_share && yours_before_fetch(*owner)});
  }
  return users_lines;
}

// The user's line in the stack of the thread that fetches.
std::optional<Place> fetching_line_in(const std::vector<Owner>& owners) {
  for (const Owner& owner : owners) {
    const std::size_t before = frames_before_fetch(owner);
    if (before == 0 && owner.yours) return owner.stack[*owner.yours];
    if (before > 0 && before + 1 < owner.stack.size()) return owner.stack[before + 1];
  }
  return std::nullopt;
}

// Within a library, the innermost collection on the path from an object to its root.
std::string collection_in(const std::vector<Owner>& owners) {
  for (const Owner& owner : owners) {
    for (std::size_t i = 0; i + 1 < frames_before_fetch(owner); ++i) {
      const Place& place = owner.stack[i];
      const bool is_collection = place.module == "object" &&
                                 place.function.starts_with("java.util.") &&
                                 place.function.find('$') == std::string::npos;
      if (is_collection) return "the " + place.function + " of " + owner.stack[i + 1].function;
    }
  }
  return "";
}

// "Map (cache) kept in mine.js", of the growing containers in an owner's details: the user's rather
// than a package's. Of the path, what distinguishes it.
std::string growing_container_in(std::string_view details) {
  constexpr std::string_view place = " kept in ";
  constexpr std::string_view growth = " grows by ";
  constexpr std::string_view rate = "items/fetch, ";
  constexpr std::string_view packages = "/node_modules/";
  details.remove_prefix(std::min(details.size(), std::string_view("meanwhile ").size()));
  std::string found;
  while (!details.empty()) {
    const std::string_view one = details.substr(0, details.find(growth));
    const std::size_t next = details.find(rate, one.size());
    details.remove_prefix(next == details.npos ? details.size() : next + rate.size());
    const std::size_t at = one.rfind(place);
    if (at == one.npos) continue;
    std::string_view path = one.substr(at + place.size());
    const std::size_t package = path.rfind(packages);
    const bool is_package = package != path.npos;
    if (is_package && !found.empty()) continue;
    path.remove_prefix(is_package ? package + packages.size() : path.rfind('/') + 1);
    found = fmt::format("{}{}{}", one.substr(0, at), place, path);
    if (!is_package) break;
  }
  return found;
}

// Each of "meanwhile list mine.kept grows by 1.00 items/fetch, ...".
std::vector<std::string_view> growing_containers_in(const std::vector<Owner>& owners) {
  constexpr std::string_view meanwhile = "meanwhile ";
  constexpr std::string_view rate = "items/fetch";
  std::vector<std::string_view> all;
  if (owners.empty() || !owners.front().details.starts_with(meanwhile)) return all;
  std::string_view details = owners.front().details;
  details.remove_prefix(meanwhile.size());
  for (std::size_t end = details.find(rate); end != details.npos; end = details.find(rate)) {
    all.push_back(details.substr(0, end + rate.size()));
    details.remove_prefix(std::min(details.size(), end + rate.size() + 2));
  }
  // Functions say what a container has, not which.
  std::stable_partition(all.begin(), all.end(), [](std::string_view one) {
    return !one.starts_with("list of functions ") && !one.starts_with("list of blocks ");
  });
  return all;
}

// Numbers of objects, classes and a runtime's own tables are none.
std::string container_in(std::span<const std::string_view> growing) {
  for (const std::string_view grown : growing) {
    const std::string_view name = grown.substr(0, grown.rfind(" grows by "));
    const bool is_one = !name.starts_with("number of ") && !name.starts_with("class ") &&
                        !name.starts_with("table of ") && !name.starts_with("list of ");
    if (is_one) return std::string(name);
  }
  return "";
}

// A runtime that knows what holds an object names a field, or a variable with a line.
std::string holder_in(const std::vector<Owner>& owners) {
  constexpr std::string_view variable = "local variable of ";
  constexpr std::string_view field = "field";
  constexpr std::string_view static_field = "static field";  // or a library's
  if (owners.empty()) return "";
  if (auto container = growing_container_in(owners.front().details); !container.empty()) {
    return container;
  }
  const auto yours = yours_before_fetch(owners.front());
  if (!yours) return collection_in(owners);
  const Place& place = owners.front().stack[*yours];
  if (place.function.starts_with(variable)) return "the " + place.function;
  if (!place.module.ends_with(field)) return "";
  return (place.module.ends_with(static_field) ? std::string(static_field) : place.module) + " " +
         place.function;
}

}  // namespace

double TrialFacts::per_fetch(std::int64_t count) const {
  return static_cast<double>(count) / static_cast<double>(std::max<std::int64_t>(1, fetches));
}

TrialFacts facts_of(const Result& result) {
  const Trial& trial = result.trial;
  const std::vector<Finding>& findings = result.findings;
  const auto growing = growing_containers_in(result.owners);
  TrialFacts facts{
      .name = trial_name_of(trial),
      .place = trial.place,
      .has_body = trial.scenario.has_body,
      .is_compressed = trial.scenario.compressed,
      .has_unique_keys = trial.scenario.group == unique_keys,
      .expects_whole_reply = trial.scenario.expected_outcome == ExpectedOutcome::whole_reply,
      .ruling = result.ruling,
      .fetches = result.fetches,
      .failed = result.failed,
      .ledger = result.ledger,
      .peak_bytes = result.peak_bytes,
      .threads = growth_of(findings, MetricKind::thread),
      .descriptors = growth_of(findings, MetricKind::descriptor),
      .connections = growth_of(findings, MetricKind::connection),
      .tasks = growth_of(findings, MetricKind::task),
      .runtime_heap = growth_of(findings, MetricKind::runtime_heap, Unit::bytes),
      .heap_blocks = growth_of(findings, MetricKind::heap),
      .heap_bytes = growth_of(findings, MetricKind::heap, Unit::bytes),
      .mappings = growth_of(findings, MetricKind::mapping),
      .mapped_bytes = growth_of(findings, MetricKind::mapping, Unit::bytes),
      .private_memory = growth_of(findings, MetricKind::private_memory, Unit::bytes),
      .collected_descriptors = collected_descriptors_in(result.reason),
      .language = language_of(result.owners, findings),
      .owners = text_of(result.owners),
      .users_lines = users_lines_in(result.owners),
      .holder = holder_in(result.owners),
      .growing_containers = {growing.begin(), growing.end()},
      .container = container_in(growing),
      .fetching_line = fetching_line_in(result.owners),
  };
  if (const auto retained = std::ranges::find_if(findings, is_retention);
      retained != findings.end()) {
    facts.retention = retained->series.metric.name;
    facts.retained_per_fetch = retained->verdict.growth.per_fetch;
  }
  return facts;
}

}  // namespace leakproof
