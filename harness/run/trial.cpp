// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <leakproof/engine.hpp>

#include "base/text.hpp"
#include "judge/conclude.hpp"
#include "run/audit.hpp"
#include "run/leak_checker.hpp"
#include "run/owner_phase.hpp"
#include "run/recording.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view no_owners = "no owners: it had run into {}";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void judge(Result& result, const Recording& recording) {
  const std::string& limit = recording.limit();
  name_retention(result.findings);
  auto [ruling, because] = conclude(result.findings);
  if (recording.ended_by_itself() && ruling == Conclusion::inconclusive) {
    const std::int64_t horizon = result.trial.plan.horizon;
    because += fmt::format("; it ended by itself after {} fetches, and ", grouped(result.fetches));
    because += result.fetches < horizon
                   ? fmt::format("a verdict takes {} ({} of a leak), or a smaller --horizon",
                                 grouped(horizon), grouped(horizon * 3 / 2))
                   : std::string("more would settle it");
  }
  if (!limit.empty()) {
    because =
        fmt::format("ran into {} after {} fetches; {}", limit, grouped(result.fetches), because);
  } else if (const auto fault = audit(result)) {
    because =
        ruling == Conclusion::leaks ? fmt::format("{}; besides, {}", because, *fault) : *fault;
    if (ruling != Conclusion::leaks) ruling = Conclusion::invalid;
  }
  if (const std::int64_t earlier = result.trial.plan.earlier.fetches; earlier > 0) {
    because += fmt::format("; resumed after {} fetches in a process before this", grouped(earlier));
  }
  if (const auto besides = remark(result)) because += "; " + *besides;
  result.ruling = ruling;
  result.because = std::move(because);
}

// The worker has done its part; how it ends may still say something.
void part(Result& result, Worker& worker) {
  const Farewell farewell = worker.stop();
  if (auto finding = leak_checker_finding(farewell, result.fetches)) {
    result.findings.push_back(*std::move(finding));
  } else if (farewell.exit_code != 0) {
    throw WorkerFailure(fmt::format("it was told to stop and ended with exit code {}{}",
                                    farewell.exit_code, farewell.quote));
  }
}

void record(Result& result, Workbench& bench, Origin& origin, Worker& worker,
            std::span<const ProbeEntry> probes, Observer& observer, Clock::time_point start) {
  Recording recording(result.trial, origin, worker, probes);
  result.greeting = worker.greeting();
  const auto conclude_recording = [&](Ending ending) {
    recording.finish(ending);
    recording.write_to(result);
    result.ledger = origin.ledger();
  };
  const auto checkpoint = [&] {
    Result so_far = result;
    recording.write_to(so_far);
    so_far.ledger = origin.ledger();
    so_far.seconds = seconds_since(start);
    so_far.ruling = Conclusion::inconclusive;
    so_far.because = fmt::format("cut off after {} fetches", grouped(so_far.fetches));
    observer.checkpoint(so_far);
  };
  try {
    const Ending ending = recording.fetch_and_look(observer, checkpoint);
    conclude_recording(ending);
  } catch (const Interrupted&) {
    if (recording.goes_on()) checkpoint();
    throw;
  } catch (const MemoryCapReached& limit) {
    recording.at_memory_limit(limit.what());
    conclude_recording(Ending::cap);
    if (wants_owners(result)) result.unattributed = fmt::format(no_owners, limit.what());
    return judge(result, recording);
  } catch (const WorkerFailure&) {
    const bool at_limit = recording.near_descriptor_limit();
    conclude_recording(Ending::cap);
    if (!at_limit) throw;
    if (wants_owners(result)) result.unattributed = fmt::format(no_owners, recording.limit());
    return judge(result, recording);
  }
  bool is_there = !recording.ended_by_itself();
  if (wants_owners(result)) {
    if (is_there) {
      is_there = find_owners(result, bench, origin, worker);
    } else {
      result.unattributed = "no owners: it had ended by itself";
    }
  }
  if (is_there) part(result, worker);
  judge(result, recording);
}

}  // namespace

Result run(const Trial& trial, Workbench& bench, std::span<const ProbeEntry> probes) {
  Observer nobody;
  return run(trial, bench, probes, nobody);
}

Result run(const Trial& trial, Workbench& bench, std::span<const ProbeEntry> probes,
           Observer& observer) {
  const auto start = Clock::now();
  Result result{.trial = trial};
  try {
    const auto origin = bench.open_origin(trial);
    const auto worker = bench.start_worker(trial, *origin);
    record(result, bench, *origin, *worker, probes, observer, start);
  } catch (const MemoryCapReached& limit) {
    result.ruling = Conclusion::invalid;
    result.because = fmt::format("it ran into {} before its first fetch", limit.what());
  } catch (const WorkerSkips& reason) {
    result.ruling = Conclusion::skipped;
    result.because = reason.what();
  } catch (const WorkerFailure& failure) {
    result.ruling = Conclusion::invalid;
    result.because = fmt::format("the worker failed after {} fetches: {}", grouped(result.fetches),
                                 failure.what());
  }
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace leakproof
