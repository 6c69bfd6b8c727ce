// SPDX-License-Identifier: MIT
// compare-clients: every adapter on small, plain and large, side by side. Time
// is the worker's, from an order to its answer; the rest is read from outside.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

#include "base/proc_file.hpp"
#include "cli/local_bench.hpp"
#include "cli/programs.hpp"
#include "cli/selection.hpp"
#include "measure/heap_table.hpp"

// Debian's libbenchmark 1.7.1 keeps this one to itself.
const std::int64_t benchmark::MemoryManager::TombstoneValue =
    std::numeric_limits<std::int64_t>::max();

namespace leakproof {
namespace {

// A leaky adapter must live through all of its fetches.
constexpr std::int64_t descriptors_for_all = 8192;

struct Reading {
  HeapCounts heap{};
  std::int64_t connections = 0;
};

/// A worker and its origin, for one run of one benchmark.
class Subject {
 public:
  Subject(const Trial& trial, cli::LocalBench& bench)
      : origin_(bench.open_origin(trial)), worker_(bench.start_worker(trial, *origin_)) {}

  std::chrono::duration<double> fetch(std::int64_t count) {
    const auto start = std::chrono::steady_clock::now();
    worker_->advance(count, url_);
    return std::chrono::steady_clock::now() - start;
  }

  Reading read() {
    Reading reading{.connections = origin_->ledger().connections};
    if (worker_->heap() != nullptr) {
      reading.heap = worker_->heap()->read(worker_->pid()).value_or(HeapCounts{});
    }
    return reading;
  }

  std::int64_t peak_bytes() const {
    ProcFile status(worker_->pid(), "status");
    return 1024 * number_after(status.read().value_or(""), "VmHWM").value_or(0);
  }

 private:
  std::unique_ptr<Origin> origin_;
  std::unique_ptr<Worker> worker_;
  std::string url_ = origin_->url();
};

/// Google Benchmark runs a benchmark once more for its memory figures, and asks
/// for them here: what the last run of any worker came to.
class WorkersMemory final : public benchmark::MemoryManager {
 public:
  void Start() override { result_ = {}; }
  void Stop(Result* result) override { *result = result_; }

  void note(const Reading& before, const Reading& after, std::int64_t peak_bytes) {
    result_.num_allocs = after.heap.allocations - before.heap.allocations;
    result_.max_bytes_used = peak_bytes;
    result_.total_allocated_bytes = after.heap.allocated_bytes - before.heap.allocated_bytes;
    result_.net_heap_growth = after.heap.live_bytes - before.heap.live_bytes;
  }

 private:
  Result result_;
};

struct Kind {
  const char* scenario;
  std::int64_t fetches;
  std::int64_t body_bytes;
};

// small: an empty reply and one of a few bytes, in turn.
constexpr std::array kinds{Kind{"small", 1000, 0}, Kind{"plain", 1000, 16 << 10},
                           Kind{"large", 30, 16 << 20}};

void measure(benchmark::State& state, const Trial& trial, const Kind& kind, cli::LocalBench& bench,
             WorkersMemory& memory) {
  Subject subject(trial, bench);
  subject.fetch(std::max<std::int64_t>(1, kind.fetches / 20));  // what is set up once is set up
  const Reading before = subject.read();
  const std::int64_t batch = std::min<std::int64_t>(10, state.max_iterations);
  while (state.KeepRunningBatch(batch)) state.SetIterationTime(subject.fetch(batch).count());
  const Reading after = subject.read();

  const auto fetches = static_cast<double>(state.iterations());
  const auto a_fetch = [&](std::int64_t from, std::int64_t to) {
    return static_cast<double>(to - from) / fetches;
  };
  state.SetBytesProcessed(state.iterations() * kind.body_bytes);
  state.counters["blocks"] = a_fetch(before.heap.live_blocks, after.heap.live_blocks);
  state.counters["bytes"] = a_fetch(before.heap.live_bytes, after.heap.live_bytes);
  state.counters["connections"] = a_fetch(before.connections, after.connections);
  state.counters["peak_MiB"] = static_cast<double>(subject.peak_bytes()) / (1 << 20);
  memory.note(before, after, subject.peak_bytes());
}

void register_all(const std::vector<Trial>& trials, cli::LocalBench& bench, WorkersMemory& memory) {
  for (const Trial& trial : trials) {
    const auto* const kind = std::ranges::find(kinds, trial.scenario.name, &Kind::scenario);
    benchmark::RegisterBenchmark((trial.client + "/" + trial.scenario.name).c_str(),
                                 [&trial, kind, &bench, &memory](benchmark::State& state) {
                                   measure(state, trial, *kind, bench, memory);
                                 })
        ->Iterations(kind->fetches)
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
  }
}

void allow_many_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace
}  // namespace leakproof

int main(int argc, char** argv) {
  using namespace leakproof;  // NOLINT(google-build-using-namespace)
  allow_many_descriptors();
  std::vector<char*> arguments(argv, argv + argc);
  std::string tabular = "--benchmark_counters_tabular=true";
  arguments.insert(arguments.begin() + 1, tabular.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

  const Interrupt interrupt;
  cli::RunOptions options{.scenarios = {"small", "plain", "large"},
                          .max_descriptors = descriptors_for_all};
  const std::vector<Trial> trials =
      cli::select_trials(options, cli::list_clients({cli::bundled_worker()}));
  cli::LocalBench bench(
      {.words = {cli::bundled_worker()}, .answer_timeout = std::chrono::minutes(1)}, interrupt);
  WorkersMemory memory;
  benchmark::RegisterMemoryManager(&memory);
  register_all(trials, bench, memory);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::RegisterMemoryManager(nullptr);
}
