// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <leakproof/conclusion.hpp>

#include "attribution/owner_phase.hpp"
#include "judge/audit.hpp"
#include "judge/conclude.hpp"
#include "judge/leak_checker_report.hpp"
#include "model/environment.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/origin.hpp"
#include "model/probe.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "text/numbers.hpp"
#include "trial/recorder.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view no_owners = "no owners: it had run into {}";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void judge(Result& result, const Recorder& recording) {
  const std::string& limit = recording.limit();
  name_retention(result.findings);
  auto [ruling, reason] = conclude(result.findings);
  if (recording.ended_by_itself() && ruling == Conclusion::inconclusive) {
    const std::int64_t horizon = result.trial.plan.horizon;
    reason += fmt::format("; it ended by itself after {} fetches, and ", grouped(result.fetches));
    reason += result.fetches < horizon
                  ? fmt::format("a verdict takes {} ({} of a leak), or a smaller --horizon",
                                grouped(horizon), grouped(horizon * 3 / 2))
                  : std::string("more would settle it");
  }
  if (!limit.empty()) {
    reason =
        fmt::format("ran into {} after {} fetches; {}", limit, grouped(result.fetches), reason);
  } else if (const auto fault = audit(result)) {
    reason = ruling == Conclusion::leaks ? fmt::format("{}; besides, {}", reason, *fault) : *fault;
    if (ruling != Conclusion::leaks) ruling = Conclusion::invalid;
  }
  if (const std::int64_t earlier = result.trial.plan.earlier.fetches; earlier > 0) {
    reason += fmt::format("; resumed after {} fetches in a process before this", grouped(earlier));
  }
  if (const auto details = remark(result)) reason += "; " + *details;
  result.ruling = ruling;
  result.reason = std::move(reason);
}

// The worker has done its part; how it ends may still say something.
void part(Result& result, Worker& worker) {
  const ExitReport exit_report = worker.stop();
  if (auto finding = leak_checker_finding(exit_report, result.fetches)) {
    result.findings.push_back(*std::move(finding));
  } else if (exit_report.exit_code != 0) {
    throw WorkerFailure(fmt::format("it was told to stop and ended with exit code {}{}",
                                    exit_report.exit_code, exit_report.quote));
  }
}

void record(Result& result, Environment& bench, Origin& origin, Worker& worker,
            std::span<const ProbeEntry> probes, Observer& observer, Clock::time_point start) {
  Recorder recording(result.trial, origin, worker, probes);
  result.banner = worker.banner();
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
    so_far.reason = fmt::format("cut off after {} fetches", grouped(so_far.fetches));
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

Result run(const Trial& trial, Environment& bench, std::span<const ProbeEntry> probes) {
  Observer nobody;
  return run(trial, bench, probes, nobody);
}

Result run(const Trial& trial, Environment& bench, std::span<const ProbeEntry> probes,
           Observer& observer) {
  const auto start = Clock::now();
  Result result{.trial = trial};
  try {
    const auto origin = bench.open_origin(trial);
    const auto worker = bench.start_worker(trial, *origin);
    record(result, bench, *origin, *worker, probes, observer, start);
  } catch (const MemoryCapReached& limit) {
    result.ruling = Conclusion::invalid;
    result.reason = fmt::format("it ran into {} before its first fetch", limit.what());
  } catch (const WorkerSkips& reason) {
    result.ruling = Conclusion::skipped;
    result.reason = reason.what();
  } catch (const WorkerFailure& failure) {
    result.ruling = Conclusion::invalid;
    result.reason = fmt::format("the worker failed after {} fetches: {}", grouped(result.fetches),
                                failure.what());
  }
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace leakproof
