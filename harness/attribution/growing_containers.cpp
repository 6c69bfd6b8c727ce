// SPDX-License-Identifier: MIT
#include "attribution/growing_containers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

#include "text/growth.hpp"

namespace leakproof {
namespace {

constexpr double least_growth = 0.05;  // in items per fetch
constexpr double least_reactions = 0.5;

// A promise that many others wait for has some reactions more for a while.
bool is_noticeable(std::string_view container, double per_fetch) {
  const bool is_of_promise = container.starts_with("reactions of a Promise");
  return per_fetch >= (is_of_promise ? least_reactions : least_growth);
}

}  // namespace

GrowingContainers growing_containers(std::span<const Explanation> explanations,
                                     std::int64_t fetches) {
  std::map<std::string, std::vector<std::int64_t>> lengths;
  for (const Explanation& explanation : explanations) {
    for (const Container& container : explanation.containers) {
      if (!container.since_first) lengths[container.name].push_back(container.length);
    }
  }
  const auto apart = static_cast<double>(fetches);
  const auto times = static_cast<double>(explanations.size());
  GrowingContainers growing;
  for (const auto& [name, length] : lengths) {
    const bool grew = length.size() == explanations.size() &&
                      std::ranges::adjacent_find(length, std::greater_equal<>()) == length.end();
    if (grew) {
      growing[name] = static_cast<double>(length.back() - length.front()) / (apart * (times - 1));
    }
  }
  for (const Container& container : explanations.back().containers) {
    if (!container.since_first) continue;
    growing[container.name] += static_cast<double>(container.length) / (apart * times);
  }
  std::erase_if(growing, [](const auto& each) { return !is_noticeable(each.first, each.second); });
  return growing;
}

std::string growth_text(const GrowingContainers& growing) {
  std::string text;
  for (const auto& [name, per_fetch] : growing) {
    text += fmt::format("{}{} grows by {}", text.empty() ? "meanwhile " : ", ", name,
                        rate_text(per_fetch, "items"));
  }
  return text;
}

}  // namespace leakproof
