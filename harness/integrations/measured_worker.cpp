// SPDX-License-Identifier: MIT
#include <leakproof/measured_worker.hpp>

#include <algorithm>

#include "environment/local_environment.hpp"
#include "environment/worker_command.hpp"
#include "environment/worker_list.hpp"
#include "integrations/no_pipe_signal.hpp"
#include "interposer/supervisor/heap_table.hpp"
#include "model/listed_client.hpp"
#include "model/metric.hpp"
#include "model/origin.hpp"
#include "model/probe.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "plan/selection.hpp"
#include "posix/proc_file.hpp"
#include "probes/catalogue.hpp"
#include "text/shell.hpp"

namespace leakproof {
namespace {

// Enough for a client that leaks a descriptor at every fetch.
constexpr std::int64_t descriptors_for_all = 8192;

Trial trial_of(const std::string& client, const std::string& scenario) {
  const TrialOptions options{.scenarios = {scenario}, .max_descriptors = descriptors_for_all};
  return select_trials(options, {{.name = client}}).front();
}

}  // namespace

struct MeasuredWorker::Parts {
  Parts(const std::string& worker, const Trial& trial)
      : environment({.words = words_of_worker(worker), .answer_timeout = std::chrono::minutes(1)},
                    interrupt),
        origin(environment.open_origin(trial)),
        running(environment.start_worker(trial, *origin)),
        request_line(origin->request_line()) {
    const ProbeTarget target{.pid = running->pid(), .heap = running->heap()};
    for (const ProbeEntry& probe : probes::catalogue()) {
      if (probe.metric.kind == MetricKind::descriptor) descriptors = probe.attach(target);
    }
  }

  NoPipeSignal quiet{};
  Interrupt interrupt{Interrupt::Never{}};
  LocalEnvironment environment;
  std::unique_ptr<Origin> origin;
  std::unique_ptr<Worker> running;
  std::string request_line;
  std::unique_ptr<Gauge> descriptors;
};

MeasuredWorker::MeasuredWorker(const std::string& worker, const std::string& client,
                               const std::string& scenario)
    : parts_(std::make_unique<Parts>(worker, trial_of(client, scenario))) {}

MeasuredWorker::~MeasuredWorker() = default;

std::chrono::duration<double> MeasuredWorker::fetch(std::int64_t count) {
  const auto start = std::chrono::steady_clock::now();
  parts_->running->advance(count, parts_->request_line);
  return std::chrono::steady_clock::now() - start;
}

Usage MeasuredWorker::usage() const {
  const Worker& worker = *parts_->running;
  ProcFile status(worker.pid(), "status");
  Usage usage{.connections = parts_->origin->ledger().connections,
              .peak_bytes = 1024 * number_after(status.read().value_or(""), "VmHWM").value_or(0)};
  if (parts_->descriptors) usage.descriptors = parts_->descriptors->read().value_or(0);
  if (worker.heap() != nullptr) {
    const HeapCounts heap = worker.heap()->read(worker.pid()).value_or(HeapCounts{});
    usage.allocations = heap.allocations;
    usage.allocated_bytes = heap.allocated_bytes;
    usage.live_blocks = heap.live_blocks;
    usage.live_bytes = heap.live_bytes;
  }
  return usage;
}

std::vector<std::string> clients_of(const std::string& worker) {
  std::vector<std::string> names;
  for (const ListedClient& client : list_clients(words_of_worker(worker))) {
    if (client.compared) names.push_back(client.name);
  }
  return names;
}

}  // namespace leakproof
