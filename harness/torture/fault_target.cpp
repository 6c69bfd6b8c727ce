// SPDX-License-Identifier: MIT
#include "torture/fault_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "attribution/clients_stack.hpp"
#include "judge/expectation.hpp"
#include "model/scenario.hpp"
#include "model/worker_failure.hpp"
#include "posix/descriptor_folder.hpp"

namespace leakproof::torture {
namespace {

// Enough fetches for one-time initialisation.
constexpr std::int64_t warm_up_fetches = 8;

// Fetches in which a client may recover: it reopens a connection, or replaces a buffer.
constexpr std::int64_t recovery_fetches = 2;

constexpr int undisturbed_tries = 3;

constexpr auto needs_loop =
    "the program ended by itself before any call was made to fail. It must make requests in a "
    "loop, such as\n    while True: fetch(url)";

void require_loop(const Batch& batch) {
  if (batch.last) throw ProgramEnded("");
}

bool has_fired(Attempt& attempt, FaultInjector& injector) {
  if (!attempt.fault.fired) attempt.fault = injector.disarm();
  return attempt.fault.fired;
}

}  // namespace

WorkerTarget::WorkerTarget(const Trial& trial, Environment& environment, bool is_program)
    : trial_(trial), environment_(environment), is_program_(is_program) {}

void WorkerTarget::start() {
  try {
    // The gate of an origin serves one program.
    if (!origin_ || is_program_) origin_ = environment_.open_origin(trial_);
    worker_ = environment_.start_worker(trial_, *origin_);
    const Batch batch = worker_->advance(warm_up_fetches, origin_->request_line());
    require_loop(batch);
    fetches_succeed_ = batch.failed == 0;
    if (expected_outcome(trial_) == ExpectedOutcome::whole_reply &&
        batch.failed == batch.attempted) {
      throw NoVerdict(
          "every fetch fails although no call is made to fail; a correct client's fetches succeed");
    }
    learn_own_growth();
  } catch (const ProgramEnded&) {
    throw NoVerdict(needs_loop);
  } catch (const WorkerFailure& failure) {
    throw NoVerdict(std::string("before any call is made to fail, ") + failure.what());
  } catch (const MemoryCapReached& limit) {
    throw NoVerdict(std::string("before any call is made to fail, it ran into ") + limit.what());
  } catch (const WorkerSkips& reason) {
    throw NoVerdict(reason.what());
  }
  is_fresh_ = true;
  // Read now, because a crashed worker can no longer be read.
  symbols_ = std::make_unique<Symbols>(worker_->pid());
  end_watch_ = std::make_unique<EndWatch>(worker_->pid());
}

// In this order: a process that is traced would not end when it is told to.
void WorkerTarget::restart() {
  end_watch_.reset();
  worker_.reset();
}

// Growth that undisturbed fetches cause is not attributed to faults.
void WorkerTarget::learn_own_growth() {
  own_growth_ = {};
  for (int i = 0; i < undisturbed_tries; ++i) {
    const Holdings before = holdings();
    worker_->advance_part(1, origin_->request_line());
    worker_->advance_part(recovery_fetches, origin_->request_line());
    require_loop(worker_->advance(0, origin_->request_line()));
    const Holdings growth = each(holdings(), before, std::minus<>());
    own_growth_ = each(own_growth_, growth, [](auto a, auto b) { return std::max(a, b); });
  }
}

Holdings WorkerTarget::holdings() const {
  const HeapTable* const table = worker_->heap();
  const auto counts = table != nullptr ? table->read(worker_->pid()) : std::nullopt;
  if (const std::string obstacle = worker_->preload_obstacle(); !obstacle.empty()) {
    throw NoVerdict("not observable here: " + obstacle);
  }
  if (!counts) {
    throw NoVerdict(
        "not observable here: the interposer is not in this process, which has its own allocator "
        "(a sanitizer, Valgrind or a static binary)");
  }
  return {.blocks = counts->live_blocks,
          .bytes = counts->live_bytes,
          .descriptors = DescriptorFolder(worker_->pid()).count().value_or(0)};
}

Attempt WorkerTarget::attempt(const FaultOrder& order) {
  if (!worker_) start();
  const bool was_fresh = std::exchange(is_fresh_, false);
  const Holdings before = holdings();
  FaultInjector injector(*worker_->heap(), worker_->pid());
  injector.arm(order);
  Attempt attempt{.is_of_program = is_program_};
  try {
    const Batch batch = worker_->advance_part(1, origin_->request_line());
    attempt.fault = injector.disarm();
    require_loop(batch);
    attempt.succeeded = batch.failed == 0;
    if (attempt.fault.fired) {
      fetch_undisturbed(attempt, before);
    } else {
      attempt.fetches_lost = fetches_succeed_ && !attempt.succeeded ? 1 : 0;
    }
  } catch (const ProgramEnded&) {
    if (!has_fired(attempt, injector)) {  // it may have come to the end of its work
      restart();
      if (was_fresh) throw NoVerdict(needs_loop);
      return this->attempt(order);
    }
    attempt.ended = true;
  } catch (const WorkerFailure& failure) {
    attempt.broke = failure.what();
  } catch (const MemoryCapReached& limit) {
    if (!was_fresh) {  // earlier attempts contributed
      restart();
      return this->attempt(order);
    }
    attempt.broke = std::string("it ran into ") + limit.what();
  }
  if (attempt.ended || !attempt.broke.empty()) look_at_end(attempt, injector);
  attempt.stack = clients_stack(*symbols_, attempt.fault.stack);
  return attempt;
}

// A program may end where it has no memory, but not crash, even if its launcher hides that.
void WorkerTarget::look_at_end(Attempt& attempt, FaultInjector& injector) {
  (void)has_fired(attempt, injector);
  attempt.end = end_watch_->place(attempt.fault.thread);
  restart();
  if (!attempt.ended || attempt.end.kind != EndPlace::Kind::crashed) return;
  attempt.ended = false;
  attempt.broke = fmt::format("it was killed by signal {}", attempt.end.signal);
}

void WorkerTarget::fetch_undisturbed(Attempt& attempt, const Holdings& before) {
  const Batch after = worker_->advance_part(recovery_fetches, origin_->request_line());
  require_loop(after);
  require_loop(worker_->advance(0, origin_->request_line()));
  attempt.fetches_lost = fetches_succeed_ ? after.failed : 0;
  attempt.left = each(each(holdings(), before, std::minus<>()), own_growth_, std::minus<>());
}

}  // namespace leakproof::torture
