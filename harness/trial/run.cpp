// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <leakproof/conclusion.hpp>

#include "attribution/owner_phase.hpp"
#include "judge/judge_trial.hpp"
#include "judge/leak_checker_report.hpp"
#include "model/environment.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/origin.hpp"
#include "model/probe.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "text/exit_text.hpp"
#include "text/numbers.hpp"
#include "trial/recorder.hpp"
#include "trial/run.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view no_owners = "no owners: the worker had reached {}";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Stops the worker and adds the leak that a leak checker in it reported. Returns how the
// worker failed to stop; empty if it did not fail.
std::string stop_worker(Result& result, Worker& worker) try {
  result.left_running = worker.left_running();
  const ExitReport exit_report = worker.stop();
  if (auto finding = leak_checker_finding(exit_report, result.fetches)) {
    result.findings.push_back(*std::move(finding));
    return "";
  }
  if (exit_report.exit_code == 0) return "";
  const int code = exit_report.exit_code;
  return fmt::format("it was asked to stop and {} {}{}", code < 0 ? "was killed" : "ended",
                     exit_text(code), exit_report.quote);
} catch (const WorkerFailure& failure) {
  return failure.what();
} catch (const MemoryCapReached& limit) {
  return fmt::format("it ran into {} while it ended", limit.what());
}

void record(Result& result, Environment& environment, Origin& origin, Worker& worker,
            std::span<const ProbeEntry> probes, Observer& observer, Clock::time_point start) {
  Recorder recorder(result.trial, origin, worker, probes);
  result.banner = worker.banner();
  result.leaves_bodies = worker.leaves_bodies();
  const auto end_recording = [&](Ending ending) {
    recorder.finish(ending);
    recorder.write_to(result);
    result.ledger = origin.ledger();
  };
  const auto so_far = [&] {
    Result now = result;
    recorder.write_to(now);
    now.ledger = origin.ledger();
    now.seconds = seconds_since(start);
    now.ruling = Conclusion::inconclusive;
    now.reason = fmt::format("interrupted after {} fetches", grouped(now.fetches));
    return now;
  };
  try {
    const Ending ending = recorder.fetch_and_look(observer, [&] { observer.checkpoint(so_far()); });
    end_recording(ending);
  } catch (const Interrupted&) {
    observer.interrupted(so_far());
    throw;
  } catch (const MemoryCapReached& limit) {
    recorder.at_memory_limit(limit.what());
    end_recording(Ending::cap);
    if (wants_owners(result)) result.unattributed = fmt::format(no_owners, limit.what());
    return judge_trial(result, recorder.end());
  } catch (const WorkerFailure&) {
    const bool at_limit = recorder.failed_at_descriptor_limit();
    end_recording(Ending::cap);
    if (!at_limit) throw;
    if (wants_owners(result)) result.unattributed = fmt::format(no_owners, recorder.end().limit);
    return judge_trial(result, recorder.end());
  }
  bool is_there = !recorder.end().by_itself;
  if (wants_owners(result)) {
    if (is_there) {
      is_there = find_owners(result, environment, origin, worker);
    } else {
      result.unattributed = "no owners: the worker had ended by itself";
    }
  }
  TrialEnd end = recorder.end();
  if (is_there) end.failed_stop = stop_worker(result, worker);
  judge_trial(result, end);
}

}  // namespace

Result run(const Trial& trial, Environment& environment, std::span<const ProbeEntry> probes) {
  Observer nobody;
  return run(trial, environment, probes, nobody);
}

Result run(const Trial& trial, Environment& environment, std::span<const ProbeEntry> probes,
           Observer& observer) {
  const auto start = Clock::now();
  Result result{.trial = trial};
  try {
    const auto origin = environment.open_origin(trial);
    const auto worker = environment.start_worker(trial, *origin);
    const auto name_daemons = [&] {
      if (result.left_running.empty()) result.left_running = worker->left_running();
    };
    try {
      record(result, environment, *origin, *worker, probes, observer, start);
    } catch (...) {
      name_daemons();
      throw;
    }
    name_daemons();
  } catch (const MemoryCapReached& limit) {
    result.ruling = Conclusion::invalid;
    result.reason = fmt::format("it ran into {} before its first fetch", limit.what());
  } catch (const WorkerSkips& reason) {
    result.ruling = Conclusion::skipped;
    result.reason = reason.what();
  } catch (const WorkerFailure& failure) {  // worker/failure_text.hpp lists all of them
    result.ruling = Conclusion::invalid;
    result.reason = fmt::format("the client failed after {} fetches: {}", grouped(result.fetches),
                                failure.what());
  }
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace leakproof
