// SPDX-License-Identifier: MIT
#include "trial/retry.hpp"

#include <leakproof/conclusion.hpp>

#include "judge/criteria.hpp"
#include "model/plan.hpp"

namespace leakproof {

std::optional<Trial> retry_of(const Result& result) {
  const Plan& plan = result.trial.plan;
  const bool is_sized = plan.lasts.count() > 0 || plan.at_least > 0;
  if (result.ruling != Conclusion::inconclusive || is_sized) return std::nullopt;
  if (!result.trial.fetches_from_origin) return std::nullopt;
  if (result.fetches < Criteria{.horizon = plan.horizon}.budget()) return std::nullopt;
  Trial trial = result.trial;
  trial.plan.horizon *= 2;
  return trial;
}

}  // namespace leakproof
