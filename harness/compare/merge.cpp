// SPDX-License-Identifier: MIT
#include "compare/merge.hpp"

#include <map>
#include <tuple>

namespace leakproof {
namespace {

using Name = std::tuple<std::string, std::string, std::uint64_t, int, bool, bool, std::int64_t,
                        std::int64_t>;

Name name_of(const Trial& trial) {
  const Circumstances& c = trial.circumstances;
  return {trial.client,  trial.scenario.name, trial.plan.seed, c.threads,
          c.thread_each, c.client_each,       c.cancel_after,  c.timeout.count()};
}

// How much is known of it.
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
  std::map<Name, std::size_t> places;
  for (const std::vector<Result>& run : runs) {
    for (const Result& result : run) {
      const auto [place, is_new] = places.try_emplace(name_of(result.trial), merged.size());
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
