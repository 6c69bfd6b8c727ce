// SPDX-License-Identifier: MIT
#include "judge/audit.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "judge/expectation.hpp"
#include "model/scenario.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

// On a busy machine, a client's time-out sometimes expires before it has sent its request.
std::int64_t that_ask(std::int64_t fetches, ExpectedOutcome due_outcome) {
  return due_outcome == ExpectedOutcome::time_out ? fetches - fetches / 10 : fetches;
}

bool fails(ExpectedOutcome expected_outcome) {
  return expected_outcome == ExpectedOutcome::error ||
         expected_outcome == ExpectedOutcome::time_out;
}

// Each call of the client may well make several requests; or the worker reports too few fetches.
bool makes_twice_the_requests(const Result& result) {
  const std::int64_t due = result.fetches * result.trial.scenario.requests_per_fetch;
  return result.trial.scenario.is_known && due > 0 && result.ledger.requests >= 2 * due;
}

}  // namespace

std::optional<std::string> audit(const Result& result) {
  if (!result.trial.fetches_from_origin) return std::nullopt;
  const Scenario& scenario = result.trial.scenario;
  const auto [fetches, failed] = std::pair(result.fetches, result.failed);
  const ExpectedOutcome due_outcome = expected_outcome(result.trial);
  if (const std::int64_t missed = result.ledger.without_upstream; missed > 0) {
    return fmt::format("the upstream server could not be reached for {} of {} requests",
                       grouped(missed), grouped(result.ledger.requests));
  }
  if (scenario.is_known && due_outcome == ExpectedOutcome::whole_reply && failed > 0) {
    return fmt::format("{} of {} fetches failed, but a correct client receives the whole reply",
                       grouped(failed), grouped(fetches));
  }
  if (fails(due_outcome) && scenario.requests_per_fetch == 0 && failed < fetches) {
    return fmt::format("the worker reported success for {} of {} fetches, but none can succeed",
                       grouped(fetches - failed), grouped(fetches));
  }
  if (fails(due_outcome) && scenario.requests_per_fetch == 1 &&
      result.ledger.broken < that_ask(fetches, due_outcome)) {
    return fmt::format("the origin counted {} broken replies, but {} fetches should cause {}",
                       grouped(result.ledger.broken), grouped(fetches), grouped(fetches));
  }
  if (const std::int64_t due = fetches * scenario.connections_per_fetch;
      result.ledger.connections < due) {
    return fmt::format("the origin saw {} connections, but {} fetches should make {}",
                       grouped(result.ledger.connections), grouped(fetches), grouped(due));
  }
  // A fetch that may succeed can fail before it sends its request. Few do.
  const std::int64_t asking = fails(due_outcome) ? that_ask(fetches, due_outcome)
                                                 : fetches - std::min(failed, fetches / 10);
  const std::int64_t due = asking * scenario.requests_per_fetch;
  const bool is_whole =
      scenario.is_known && due_outcome == ExpectedOutcome::whole_reply && !result.leaves_bodies;
  if (result.ledger.requests < due) {
    return fmt::format("the origin saw {} requests, but {} fetches should make {}",
                       grouped(result.ledger.requests), grouped(asking), grouped(due));
  }
  if (is_whole && 100 * (result.ledger.broken - failed) > fetches) {
    return fmt::format(
        "the client broke off {} of {} replies, but reported success for {} of {} fetches",
        grouped(result.ledger.broken), grouped(result.ledger.requests), grouped(fetches - failed),
        grouped(fetches));
  }
  return std::nullopt;
}

std::optional<std::string> remark(const Result& result) {
  std::vector<std::string> remarks;
  const std::int64_t succeeded = result.fetches - result.failed;
  if (const std::int64_t strangers = result.ledger.strangers; strangers > 0) {
    remarks.push_back(fmt::format("{} connection{} of other processes {} refused",
                                  grouped(strangers), strangers == 1 ? "" : "s",
                                  strangers == 1 ? "was" : "were"));
  }
  if (result.leaves_bodies && result.ledger.broken > result.failed) {
    remarks.push_back(fmt::format("it leaves bodies unread, and broke off {} of {} replies",
                                  grouped(result.ledger.broken), grouped(result.ledger.requests)));
  }
  if (!result.trial.fetches_from_origin) {
    // Nobody knows what its fetches should come to.
  } else if (fails(expected_outcome(result.trial))) {
    if (succeeded > 0) {
      remarks.push_back(
          fmt::format("the client reported success for {} of {} fetches that should have failed",
                      grouped(succeeded), grouped(result.fetches)));
    }
  } else if (makes_twice_the_requests(result)) {
    remarks.push_back(fmt::format("it made {} requests for {} fetches",
                                  grouped(result.ledger.requests), grouped(result.fetches)));
  } else if (result.failed > 0) {
    remarks.push_back(
        fmt::format("{} of {} fetches failed", grouped(result.failed), grouped(result.fetches)));
  }
  if (remarks.empty()) return std::nullopt;
  return fmt::format("{}", fmt::join(remarks, "; "));
}

}  // namespace leakproof
