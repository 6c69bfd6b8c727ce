// SPDX-License-Identifier: MIT
#include "worker/paced_worker.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>

#include <algorithm>
#include <thread>

#include "model/worker_failure.hpp"
#include "posix/descriptor_folder.hpp"
#include "posix/processes.hpp"
#include "runtimes/recognition/recognition.hpp"
#include "text/printable.hpp"
#include "worker/failure_text.hpp"
#include "worker/left_running.hpp"
#include "worker/uncollected.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto a_while = std::chrono::seconds(1);
constexpr std::chrono::seconds longest_for_round(5);
constexpr auto a_moment = std::chrono::milliseconds(10);
constexpr std::size_t longest_banner = 200;
constexpr int most_later_stops = 4;

}  // namespace

PacedWorker::PacedWorker(Settings settings, Gate& gate, ConnectionOwners& owners,
                         const Interrupt& interrupt)
    : gate_(gate),
      owners_(owners),
      preload_(std::move(settings.preload)),
      agents_(std::move(settings.agents)),
      watch_((gate.shut(), settings.command), settings.bounds, interrupt),
      pacing_(settings.concurrency, settings.bounds.answer),
      looks_for_exhausted_pool_(settings.looks_for_exhausted_pool),
      collection_pace_(settings.horizon) {
  owners_.start(watch_.process());
  watch_.process().close_input();
}

PacedWorker::~PacedWorker() { end_all(); }

Batch PacedWorker::advance(std::int64_t fetches, std::string_view) {
  if (!fetch(fetches, Until::idle)) return last_batch();
  return read(fetches == 0 ? Collecting::always : Collecting::when_due);
}

Batch PacedWorker::advance_part(std::int64_t fetches, std::string_view) {
  return fetch(fetches, Until::idle) ? pacing_.batch(gate_.counts()) : last_batch();
}

Batch PacedWorker::advance_to_end_of_round(std::int64_t fetches, std::string_view,
                                           std::int64_t at_most, const ReadWithin& read_within) {
  const bool are_known = rounds_.are_known();
  if (!fetch(fetches, are_known ? Until::answered : Until::idle)) return last_batch();
  if (!rounds_.are_sought()) return read(Collecting::when_due);
  const Batch within = collect();
  const std::int64_t closed = closed_by_collection(within);
  read_within(within.reported);
  const std::int64_t before = gate_.counts().passed;
  const RoundEnd end = finish_round(at_most);
  if (end == RoundEnd::client_ended) return last_batch();
  Batch batch = read(Collecting::always);
  if (batch.descriptors_before_collection) *batch.descriptors_before_collection += closed;
  // Garbage that only one of two readings has does not tell how the client's rounds differ.
  if (end == RoundEnd::reached && within.is_collected && batch.is_collected) {
    batch.fetches_to_end_of_round = gate_.counts().passed - before;
  }
  batch.is_within_round = are_known && end == RoundEnd::not_reached;
  return batch;
}

// Makes `fetches` and waits. Returns false if the client has ended instead.
bool PacedWorker::fetch(std::int64_t fetches, Until until) {
  pacing_.order(fetches, Clock::now(), until);
  gate_.let_through(fetches);
  if (!wait_until_idle()) return false;
  if (measured_ == 0) find_the_client();
  if (!try_later_to_collect()) return false;
  require_the_client();
  return true;
}

bool PacedWorker::fetch_more(std::int64_t fetches, Until until) {
  pacing_.extend(fetches, Clock::now(), until);
  gate_.let_through(fetches);
  return wait_until_idle();
}

// Lets all requests but one through, again and again, until no others come.
PacedWorker::RoundEnd PacedWorker::finish_round(std::int64_t at_most) {
  const auto given_up = Clock::now() + longest_for_round;
  std::int64_t fetches = 0;
  std::int64_t next = 0;
  for (int turn = 0; fetches + next <= at_most && Clock::now() < given_up; ++turn) {
    const bool is_end = rounds_.is_end(gate_.counts().passed + next);
    if (!fetch_more(next, is_end ? Until::answered : Until::end_of_round)) {
      return RoundEnd::client_ended;
    }
    fetches += next;
    // Others may come while its threads run.
    quiescence_->wait();
    const GateCounts counts = gate_.counts();
    if (counts.held == 1) {
      rounds_.ended(counts.passed, fetches == 0);
      return RoundEnd::reached;
    }
    // An impatient client may have given up all of them meanwhile.
    next = std::max<std::int64_t>(counts.held - 1, turn == 0 ? 0 : 1);
  }
  rounds_.did_not_end();
  return RoundEnd::not_reached;
}

// Reads what is known of the idle client only by its runtime.
Batch PacedWorker::read(Collecting collecting) {
  Batch batch{.is_collected = false};
  if (collecting == Collecting::always ||
      collection_pace_.is_due(gate_.counts().passed, Clock::now()) ||
      (collection_.collector && has_come_near_its_limit(measured_))) {
    batch = collect();
    rounds_.stopped(gate_.counts().held);
  }
  const Batch fetched = pacing_.batch(gate_.counts());
  batch.attempted = fetched.attempted;
  batch.failed = fetched.failed;
  return batch;
}

void PacedWorker::clear_event() const {
  eventfd_t ignored = 0;
  ::eventfd_read(gate_.event(), &ignored);
}

// Returns false if the client has ended instead.
bool PacedWorker::wait_until_idle() {
  while (true) {
    const GateCounts counts = gate_.counts();
    switch (pacing_.look(counts, Clock::now())) {
      case Pacing::State::idle:
        return true;
      case Pacing::State::silent:
        if (watch_.patience() > pacing_.patience()) {
          pacing_.set_patience(watch_.patience());
          break;
        }
        fail_silent(counts);
      case Pacing::State::waiting:
        break;
    }
    // Meanwhile, further requests may come that it makes at the same time.
    if (measured_ == 0 && counts.passed > 0 && counts.held > 0) find_the_client();
    require_free_connections(counts);
    const auto next_look =
        pool_ ? std::min(pacing_.next_look(), pool_->next_look()) : pacing_.next_look();
    const auto ready = watch_.wait_until(next_look, gate_.event());
    if (ready.awaited) clear_event();
    if (!ready.ended) continue;
    if (has_gone()) return false;
    // A process that it has started may still connect.
    std::this_thread::sleep_for(ConcurrencyEstimator::patience);
  }
}

void PacedWorker::require_free_connections(const GateCounts& counts) {
  const std::int64_t unread = pool_ ? pool_->look(counts, Clock::now()) : 0;
  if (unread > 0) watch_.fail(failure::exhausted_pool(unread));
}

void PacedWorker::fail_silent(const GateCounts& counts) {
  const std::int64_t unread = pool_ ? pool_->unread_connections() : 0;
  if (unread > 0) watch_.fail(failure::exhausted_pool(unread));
  watch_.fail(failure::silence(counts, watch_.patience_text(), measured_ != 0));
}

// Otherwise another process of the same program could leak unnoticed. A connection that nobody
// holds any more shows nothing: the client has given up waiting.
void PacedWorker::require_the_client() {
  if (owners_.have_others_connected()) watch_.fail(failure::several_processes());
  if (!pacing_.is_check_due()) return;
  for (const ClientEnd& client : gate_.held_clients()) {
    const auto holder = ConnectionOwners::holder(client, {{measured_}});
    if (holder && *holder != measured_) watch_.fail(failure::several_processes());
  }
}

// True if the client has ended or, before it is known, every process that could become it.
bool PacedWorker::has_gone() const { return measured_ != 0 || owners_.processes().empty(); }

// The process that connects may be a descendant of the started process, which may be a launcher
// or a shell, or may fork. `anybody`: even if nothing else shows that it is the worker's, because
// a launcher may clear the environment and leave the process group.
std::optional<pid_t> PacedWorker::owner_of_a_held_request(bool anybody) const {
  // Listed first, because an impatient client may give up while they are searched for.
  const std::vector<pid_t> candidates = anybody ? all_processes() : owners_.processes();
  for (const ClientEnd& client : gate_.held_clients()) {
    if (const auto owner = ConnectionOwners::holder_among(client, candidates)) return owner;
  }
  return std::nullopt;
}

// Tries each request that is held, because a client may have given up on one of them.
void PacedWorker::find_the_client() {
  const auto start = Clock::now();
  auto owner = owner_of_a_held_request(false);
  while (!owner && Clock::now() < start + watch_.patience()) {
    const auto ready = watch_.wait_until(Clock::now() + a_moment, gate_.event());
    if (ready.awaited) clear_event();
    owner = owner_of_a_held_request(Clock::now() > start + a_while);
    if (ready.ended && !owner && has_gone()) break;
  }
  if (!owner) fail_to_find();
  measured_ = *owner;
  owners_.measure(measured_);
  watch_.measure(measured_);
  quiescence_.emplace(measured_);
  for (const ClientEnd& client : gate_.held_clients()) {
    if (!looks_for_exhausted_pool_) break;
    pool_.emplace(measured_, client.server_port);
  }
  others_ = OtherProcesses(owners_.processes(), measured_);
  preload_.check(measured_);
  find_a_collector();
  banner_ = printable(command_line(measured_).substr(0, longest_banner));
}

void PacedWorker::find_a_collector() {
  const auto patience = std::max<std::chrono::milliseconds>(a_while, watch_.patience() / 30);
  collection_ = runtimes::collection_of(measured_, runtimes::recognised_in(measured_),
                                        agents_.get(), patience);
}

// On a busy machine, an agent may connect and a JVM be ready only some requests later. Returns
// false if the client has ended instead.
bool PacedWorker::try_later_to_collect() {
  for (int stop = 0; stop < most_later_stops && collection_.may_come_later; ++stop) {
    if (!fetch_more(1, Until::idle)) return false;
    find_a_collector();
  }
  collection_.may_come_later = false;
  return true;
}

// Only root may look into the descriptors of a process with privileges of its own.
void PacedWorker::fail_to_find() {
  for (const pid_t pid : all_processes()) {
    if (::getpgid(pid) != watch_.process().pid() || may_list_descriptors(pid)) continue;
    // A process that has ended has no command line.
    const std::string command = command_line(pid);
    if (!command.empty()) watch_.fail(failure::not_readable(pid, command));
  }
  watch_.fail(failure::not_found());
}

// Collects garbage while the client is idle. Returns what is known by that.
Batch PacedWorker::collect() {
  const auto start = Clock::now();
  Batch batch{.is_quiescent = quiescence_->wait()};
  if (!collection_.collector) return batch;
  if (collection_.collector->collects()) {
    batch.descriptors_before_collection = DescriptorFolder(measured_).count();
  }
  auto reported = collection_.collector->settle(watch_.patience());
  if (!reported) watch_.fail(failure::no_collection());
  quiescence_->ignore(collection_.collector->restless_thread());
  batch.reported = *std::move(reported);
  batch.is_collected = take_uncollected(batch.reported) == 0;
  batch.is_quiescent = quiescence_->wait();
  collection_pace_.collected(gate_.counts().passed, start, Clock::now());
  return batch;
}

std::int64_t PacedWorker::closed_by_collection(const Batch& collected) const {
  const auto before = collected.descriptors_before_collection;
  return before ? *before - DescriptorFolder(measured_).count().value_or(*before) : 0;
}

std::optional<Explanation> PacedWorker::explain() {
  if (!collection_.collector) return std::nullopt;
  return collection_.collector->explain(watch_.patience());
}

std::optional<Explanation> PacedWorker::explain_last() {
  if (!collection_.collector) return std::nullopt;
  return collection_.collector->explain_last(watch_.patience());
}

Batch PacedWorker::last_batch() {
  const auto deadline = Clock::now() + a_while;
  auto code = watch_.process().exit_code();
  while ((!code || gate_.counts().under_way > 0) && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    code = watch_.process().exit_code();
  }
  if (code.value_or(0) < 0) watch_.fail(failure::ended(*code));
  const GateCounts counts = gate_.counts();
  if (code.value_or(0) != 0) {
    throw ProgramEnded(watch_.failure_message(failure::ended_with_error(*code, counts)));
  }
  if (const auto too_few = failure::too_few_requests(counts)) {
    throw ProgramEnded(watch_.failure_message(*too_few));
  }
  return pacing_.last_batch(counts);
}

std::vector<std::string> PacedWorker::left_running() const {
  return leakproof::left_running(watch_.process(), measured_);
}

ExitReport PacedWorker::stop() {
  end_all();
  return {.last_words = watch_.errors().text(), .quote = watch_.errors().quote()};
}

// Ends all processes of this trial, wherever they are in the process tree.
void PacedWorker::end_all() {
  collection_.collector.reset();
  watch_.process().end_gently();
}

}  // namespace leakproof
