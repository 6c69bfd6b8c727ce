// SPDX-License-Identifier: MIT
#include "judge/judge_trial.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "judge/audit.hpp"
#include "judge/conclude.hpp"
#include "judge/coverage.hpp"
#include "judge/retention.hpp"
#include "text/growth.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

std::string ended_too_soon(std::int64_t fetches, std::int64_t horizon) {
  const auto ended = fmt::format("it ended by itself after {} fetches, but ", grouped(fetches));
  if (fetches >= horizon) return ended + "a verdict needs more";
  return ended + fmt::format("a verdict needs {} ({} for a leak); set a smaller --horizon",
                             grouped(horizon), grouped(horizon * 3 / 2));
}

// What invalidates the trial unless a leak is proven; empty if nothing does. A WorkerFailure
// (worker/failure_text.hpp) has invalidated it before, in trial/run.cpp.
std::optional<std::string> fault(const Result& result, const TrialEnd& end) {
  if (end.failed_stop.empty()) return audit(result);
  return fmt::format("the client failed after {} fetches: {}", grouped(result.fetches),
                     end.failed_stop);
}

}  // namespace

void judge_trial(Result& result, const TrialEnd& end) {
  name_retention(result.findings);
  auto [ruling, reason] = conclude(result.findings);
  if (const auto uncovered = uncovered_resource(result.findings);
      ruling == Conclusion::clean && !uncovered.empty()) {
    ruling = Conclusion::inconclusive;
    reason = fmt::format("{} could not be observed; {}", uncovered, reason);
  }
  if (ruling == Conclusion::clean && !end.unmeasured_growth.empty()) {
    ruling = Conclusion::inconclusive;
    reason = fmt::format("{}; {}", end.unmeasured_growth, reason);
  }
  if (const Finding* const growth = uncovered_growth(result.findings);
      ruling == Conclusion::clean && growth != nullptr) {
    ruling = Conclusion::inconclusive;
    reason =
        fmt::format("{} grows by {}, for which no source accounts; {}", growth->series.metric.name,
                    growth_text(growth->verdict.growth.per_fetch, "B"), reason);
  }
  if (end.by_itself && ruling == Conclusion::inconclusive) {
    reason += "; " + ended_too_soon(result.fetches, result.trial.plan.horizon);
  }
  if (!end.limit.empty()) {
    reason = fmt::format("{} {} after {} fetches; {}",
                         end.is_before_limit ? "stopped before" : "ran into", end.limit,
                         grouped(result.fetches), reason);
  } else if (const auto found = fault(result, end)) {
    const bool is_proven = ruling == Conclusion::leaks;
    reason = is_proven ? fmt::format("{}; in addition, {}", reason, *found) : *found;
    if (!is_proven) ruling = Conclusion::invalid;
  }
  if (const std::int64_t earlier = result.trial.plan.earlier.fetches; earlier > 0) {
    reason += fmt::format("; resumed after {} fetches in an earlier process", grouped(earlier));
  }
  if (10 * end.restless_readings > end.readings) {
    reason += fmt::format("; the client was running at {} of {} readings",
                          grouped(end.restless_readings), grouped(end.readings));
  }
  if (const auto details = end.collected.remark(result.fetches)) reason += "; " + *details;
  if (const auto details = remark(result)) reason += "; " + *details;
  result.ruling = ruling;
  result.reason = std::move(reason);
}

}  // namespace leakproof
