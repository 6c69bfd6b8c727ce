// SPDX-License-Identifier: MIT
#include "worker/stepped_worker.hpp"

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "posix/descriptor_folder.hpp"
#include "posix/proc_file.hpp"
#include "posix/processes.hpp"
#include "protocol/answers.hpp"
#include "protocol/words.hpp"
#include "text/printable.hpp"
#include "worker/failure_text.hpp"
#include "worker/left_running.hpp"
#include "worker/uncollected.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_hello = 80;
constexpr int skips = 77;  // Automake and Meson treat this exit code as a skipped test

}  // namespace

template <typename Parse>
auto SteppedWorker::receive(Parse parse, std::string_view expected) {
  const std::string_view line = channel_.receive();
  auto parsed = parse(line);
  if (!parsed) channel_.fail(failure::unexpected_line(line, expected));
  return *std::move(parsed);
}

SteppedWorker::SteppedWorker(const Command& command, Watch::Bounds bounds, Preload preload,
                             CollectionPace pace, const Interrupt& interrupt,
                             std::optional<Finder> finder, std::unique_ptr<UnixListener> listener)
    : channel_(command, bounds, interrupt),
      preload_(std::move(preload)),
      pace_(pace),
      finder_(std::move(finder)),
      listener_(std::move(listener)) {
  if (finder_) finder_->owners.start(channel_.process());
  try {
    const pid_t tests = listener_ ? channel_.accept(*listener_) : 0;
    const protocol::Hello hello = receive(protocol::parse_hello, "hello leakproof-worker/1 …");
    banner_ = printable(hello.banner.substr(0, longest_hello));
    explains_ = hello.explains;
    knows_last_ = hello.knows_last;
    leaves_bodies_ = hello.leaves_bodies;
    if (tests != 0) measure(tests);
  } catch (const WorkerFailure&) {
    if (channel_.exit_code() != skips) throw;
    throw WorkerSkips(channel_.errors().last_line());
  }
}

Batch SteppedWorker::advance(std::int64_t fetches, std::string_view request_line) {
  if (measured_ == 0) find_the_client();
  Batch batch = carry_out(fetches, request_line);
  require_the_client();
  return batch;
}

Batch SteppedWorker::advance_part(std::int64_t fetches, std::string_view request_line) {
  if (measured_ == 0) find_the_client();
  channel_.send(protocol::run_order(fetches, request_line));
  Batch batch = receive_done(fetches);
  require_the_client();
  return batch;
}

// The process that connects is the client. A worker with several processes makes a fetch, whose
// reply is withheld meanwhile.
void SteppedWorker::find_the_client() {
  pid_t found = channel_.pid();
  if (finder_ && finder_->owners.processes().size() > 1) {
    const std::unique_ptr<Origin> origin = finder_->open_plain_origin();
    Gate& gate = origin->gate();
    gate.shut();
    channel_.send(protocol::order(1, origin->request_line()));
    if (!channel_.is_readable_before_output(gate.event())) channel_.fail(failure::not_found());
    const std::vector<pid_t> processes = finder_->owners.processes();
    std::optional<pid_t> holder;
    for (const ClientEnd& client : gate.held_clients()) {
      if (!holder) holder = ConnectionOwners::holder_among(client, processes);
    }
    if (!holder) channel_.fail(failure::not_found());
    found = *holder;
    gate.open();
    receive_outcome(1);
    if (has_ended(found)) channel_.fail(failure::several_processes());
    channel_.watch_memory_of(found);
  }
  measure(found);
}

void SteppedWorker::measure(pid_t pid) {
  measured_ = pid;
  if (finder_) {
    others_ = OtherProcesses(finder_->owners.processes(), measured_);
    finder_->owners.measure(measured_);
  }
  preload_.check(measured_);
  quiescence_.emplace(measured_);
}

void SteppedWorker::require_the_client() {
  if (finder_ && finder_->owners.have_others_connected()) {
    channel_.fail(failure::several_processes());
  }
  if (listener_ && channel_.has_connected_again(*listener_)) {
    channel_.fail(failure::connected_twice());
  }
}

// A runtime that reports its heap collects its garbage first, so that its descriptors are counted
// before it is told to.
Batch SteppedWorker::carry_out(std::int64_t fetches, std::string_view request_line) {
  if (!collects_ || fetches == 0) {
    channel_.send(protocol::order(fetches, request_line));
    return receive_outcome(fetches);
  }
  channel_.send(protocol::run_order(fetches, request_line));
  Batch batch = receive_done(fetches);
  batch.is_collected = pace_.is_due(fetches_, Clock::now()) || has_come_near_its_limit(measured_);
  if (batch.is_collected) settle(batch);
  return batch;
}

void SteppedWorker::settle(Batch& batch) {
  const auto begun = Clock::now();
  quiescence_->wait_for_others();
  batch.descriptors_before_collection = DescriptorFolder(measured_).count();
  channel_.send(protocol::order_line(protocol::word::settle));
  receive_settled(batch);
  pace_.collected(fetches_, begun, Clock::now());
}

Batch SteppedWorker::receive_outcome(std::int64_t fetches) {
  Batch batch = fetches > 0 ? receive_done(fetches) : Batch{};
  receive_settled(batch);
  return batch;
}

Batch SteppedWorker::receive_done(std::int64_t fetches) {
  const protocol::Done done =
      receive(protocol::parse_done, fmt::format("done {} <failed>", fetches));
  if (done.attempted != fetches) channel_.fail(failure::wrong_count(fetches, done.attempted));
  fetches_ += fetches;
  return {.attempted = done.attempted, .failed = done.failed};
}

void SteppedWorker::receive_settled(Batch& batch) {
  batch.reported = receive(protocol::parse_settled, "settled [name=value]…");
  collects_ = !batch.reported.empty();
  batch.is_collected = take_uncollected(batch.reported) == 0;
  if (quiescence_) batch.is_quiescent = quiescence_->wait_for_others();
}

std::optional<Explanation> SteppedWorker::explain() { return explain_by(protocol::word::explain); }

std::optional<Explanation> SteppedWorker::explain_last() {
  return explain_by(knows_last_ ? protocol::word::explain_last : protocol::word::explain);
}

std::optional<Explanation> SteppedWorker::explain_by(std::string_view order) {
  if (!explains_) return std::nullopt;
  channel_.send(protocol::order_line(order));
  const protocol::Explains head = receive(protocol::parse_explains, "explains <source> <lines>");
  Explanation explanation{.source = head.source};
  const auto take = [&](std::string_view line) {
    return protocol::parse_explained(line, explanation) ? std::optional(true) : std::nullopt;
  };
  for (std::int64_t i = 0; i < head.lines; ++i) receive(take, "held <bytes> <count> <stack>");
  return explanation;
}

std::vector<std::string> SteppedWorker::left_running() const {
  return leakproof::left_running(channel_.process(), measured_);
}

ExitReport SteppedWorker::stop() {
  channel_.send(protocol::order_line(protocol::word::stop));
  const int code = channel_.end();
  return {.exit_code = code,
          .last_words = channel_.errors().text(),
          .quote = channel_.errors().quote()};
}

}  // namespace leakproof
