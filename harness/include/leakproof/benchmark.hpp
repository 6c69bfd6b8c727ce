// SPDX-License-Identifier: MIT
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <leakproof/measured_worker.hpp>

// Debian's libbenchmark 1.7.1 does not export this symbol. If a library exports it, that
// definition takes precedence over this weak one.
[[gnu::weak]] const std::int64_t benchmark::MemoryManager::TombstoneValue =
    std::numeric_limits<std::int64_t>::max();

namespace leakproof {

/// What each client of a benchmark fetches.
struct Load {
  std::string scenario{};
  std::int64_t fetches = 1000;  // in each run
  std::int64_t body_bytes = 0;  // in each reply; used to compute bytes per second
};

namespace detail {

template <typename Manager>
concept StopsByPointer = requires(Manager& manager, typename Manager::Result* result) {
  manager.Stop(result);
};

/// Google Benchmark before 1.9 also declares a pure virtual Stop(Result*).
template <typename Manager>
class StoppedByReference : public Manager {};

template <StopsByPointer Manager>
class StoppedByReference<Manager> : public Manager {
 public:
  void Stop(typename Manager::Result* result) final { static_cast<Manager*>(this)->Stop(*result); }
};

}  // namespace detail

/// Provides the memory figures of the last run of any worker. Google Benchmark repeats each
/// benchmark once to measure memory, and queries this object.
class WorkersMemory final : public detail::StoppedByReference<benchmark::MemoryManager> {
 public:
  using detail::StoppedByReference<benchmark::MemoryManager>::Stop;

  void Start() override { result_ = {}; }
  void Stop(Result& result) override { result = result_; }

  /// Records what a worker had used before and after a run; called for every run.
  void record(const Usage& before, const Usage& after) {
    result_.num_allocs = after.allocations - before.allocations;
    result_.max_bytes_used = after.peak_bytes;
    result_.total_allocated_bytes = after.allocated_bytes - before.allocated_bytes;
    result_.net_heap_growth = after.live_bytes - before.live_bytes;
  }

 private:
  Result result_;
};

namespace detail {

inline void measure_client(benchmark::State& state, const std::string& worker,
                           const std::string& client, const Load& load, WorkersMemory& memory) {
  MeasuredWorker measured(worker, client, load.scenario);
  measured.fetch(std::max<std::int64_t>(1, load.fetches / 20));  // warm-up
  const Usage before = measured.usage();
  const std::int64_t batch = std::min<std::int64_t>(10, state.max_iterations);
  while (state.KeepRunningBatch(batch)) state.SetIterationTime(measured.fetch(batch).count());
  const Usage after = measured.usage();

  const auto per_fetch = [&](std::int64_t Usage::*number) {
    return static_cast<double>(after.*number - before.*number) /
           static_cast<double>(state.iterations());
  };
  state.SetBytesProcessed(state.iterations() * load.body_bytes);
  state.counters["blocks"] = per_fetch(&Usage::live_blocks);
  state.counters["bytes"] = per_fetch(&Usage::live_bytes);
  state.counters["descriptors"] = per_fetch(&Usage::descriptors);
  state.counters["connections"] = per_fetch(&Usage::connections);
  state.counters["peak_MiB"] = static_cast<double>(after.peak_bytes) / (1 << 20);
  memory.record(before, after);
}

}  // namespace detail

/// Registers a benchmark "client/scenario" for each client and load: the time of a fetch; the
/// blocks, bytes and descriptors that it leaks; the connections that it opens; peak memory.
/// `worker` is a command; empty: the bundled worker. `memory` must be registered with Benchmark,
/// and must outlive its run:
///
///   leakproof::WorkersMemory memory;
///   benchmark::RegisterMemoryManager(&memory);
///   leakproof::RegisterClients("build/my_worker", leakproof::clients_of("build/my_worker"),
///                              {{.scenario = "plain", .body_bytes = 16 << 10}}, memory);
inline void RegisterClients(const std::string& worker, const std::vector<std::string>& clients,
                            const std::vector<Load>& loads, WorkersMemory& memory) {
  for (const std::string& client : clients) {
    for (const Load& load : loads) {
      benchmark::RegisterBenchmark((client + "/" + load.scenario).c_str(),
                                   [=, &memory](benchmark::State& state) {
                                     detail::measure_client(state, worker, client, load, memory);
                                   })
          ->Iterations(load.fetches)
          ->UseManualTime()
          ->Unit(benchmark::kMicrosecond);
    }
  }
}

}  // namespace leakproof
