// SPDX-License-Identifier: MIT
#include "compare/merge.hpp"

#include <map>

#include <leakproof/conclusion.hpp>

#include "model/trial_name.hpp"

namespace leakproof {
namespace {

// Rank of a result: a verdict is worth most.
int worth(const Result& result) {
  switch (result.ruling) {
    case Conclusion::clean:
    case Conclusion::leaks:
      return 3;
    case Conclusion::inconclusive:
      return 2;
    case Conclusion::invalid:
      return 1;
    case Conclusion::skipped:
      break;
  }
  return 0;
}

}  // namespace

std::vector<Result> merge(const std::vector<std::vector<Result>>& runs) {
  std::vector<Result> merged;
  std::map<TrialName, std::size_t> places;
  for (const std::vector<Result>& run : runs) {
    for (const Result& result : run) {
      const auto [place, is_new] = places.try_emplace(trial_name_of(result.trial), merged.size());
      if (is_new) {
        merged.push_back(result);
      } else if (worth(result) >= worth(merged[place->second])) {
        merged[place->second] = result;
      }
    }
  }
  return merged;
}

}  // namespace leakproof
