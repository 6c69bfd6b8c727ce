// SPDX-License-Identifier: MIT
#include "judge/audit.hpp"

#include <fmt/format.h>

#include "judge/expectation.hpp"
#include "model/scenario.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

// On a machine that is busy with other things, a client's time is up now and then
// before it has asked.
std::int64_t that_ask(std::int64_t fetches, ExpectedOutcome due_outcome) {
  return due_outcome == ExpectedOutcome::time_out ? fetches - fetches / 10 : fetches;
}

bool fails(ExpectedOutcome expected_outcome) {
  return expected_outcome == ExpectedOutcome::error ||
         expected_outcome == ExpectedOutcome::time_out;
}

}  // namespace

std::optional<std::string> audit(const Result& result) {
  if (!result.trial.fetches_from_origin) return std::nullopt;
  const Scenario& scenario = result.trial.scenario;
  const auto [fetches, failed] = std::pair(result.fetches, result.failed);
  const ExpectedOutcome due_outcome = expected_outcome(result.trial);
  if (scenario.is_known && due_outcome == ExpectedOutcome::whole_reply && failed > 0) {
    return fmt::format("{} of {} fetches failed where a correct client gets a whole reply",
                       grouped(failed), grouped(fetches));
  }
  if (fails(due_outcome) && scenario.requests_per_fetch == 0 && failed < fetches) {
    return fmt::format("{} of {} fetches are said to have succeeded where none can",
                       grouped(fetches - failed), grouped(fetches));
  }
  if (fails(due_outcome) && scenario.requests_per_fetch == 1 &&
      result.ledger.broken < that_ask(fetches, due_outcome)) {
    return fmt::format("{} of {} fetches had a reply that broke off, and the origin breaks off all",
                       grouped(result.ledger.broken), grouped(fetches));
  }
  if (const std::int64_t due = fetches * scenario.connections_per_fetch;
      result.ledger.connections < due) {
    return fmt::format("the origin saw {} connections where {} fetches make {}",
                       grouped(result.ledger.connections), grouped(fetches), grouped(due));
  }
  // Where a fetch may fail, it may do so before it asks.
  const std::int64_t asking =
      due_outcome == ExpectedOutcome::either ? fetches - failed : that_ask(fetches, due_outcome);
  if (const std::int64_t due = asking * scenario.requests_per_fetch; result.ledger.requests < due) {
    return fmt::format("the origin saw {} requests where {} fetches make {}",
                       grouped(result.ledger.requests), grouped(asking), grouped(due));
  }
  return std::nullopt;
}

std::optional<std::string> remark(const Result& result) {
  if (!result.trial.fetches_from_origin || !fails(expected_outcome(result.trial)) ||
      result.failed == result.fetches) {
    return std::nullopt;
  }
  return fmt::format("it took {} of {} replies for whole that were not",
                     grouped(result.fetches - result.failed), grouped(result.fetches));
}

}  // namespace leakproof
