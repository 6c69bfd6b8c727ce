// SPDX-License-Identifier: MIT
// Longer than other headers, because the fakes of one trial are read together.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "model/environment.hpp"
#include "model/gate.hpp"
#include "model/ledger.hpp"
#include "model/metric.hpp"
#include "model/origin.hpp"
#include "model/probe.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "support/metrics.hpp"
#include "support/shared_table.hpp"

namespace leakproof::testing {

/// The behaviour of a fake client: takes the number of fetches before this order and in it;
/// returns how many failed, or throws.
using Behaviour = std::function<std::int64_t(std::int64_t before, std::int64_t now)>;

/// The usage of a fake client after `fetches`.
using Usage = std::function<std::int64_t(std::int64_t fetches)>;

/// A number that the worker reports whenever it settles.
struct ReportedUsage {
  std::string name{};
  Usage usage{};
};

/// One fake process: its behaviour and its readings.
struct World {
  Behaviour fetch = [](std::int64_t, std::int64_t) { return 0; };
  Usage heap = [](std::int64_t) { return 100'000; };
  Usage descriptors = [](std::int64_t) { return 7; };
  std::optional<std::int64_t> max_descriptors{};  // of the process; empty: unknown
  Usage threads = [](std::int64_t) { return 1; };
  Usage resident = [](std::int64_t) { return 1 << 20; };
  Usage anonymous = [](std::int64_t) { return 1 << 20; };
  Usage mappings = [](std::int64_t) { return 50; };
  Usage peak = [](std::int64_t) { return 2 << 20; };
  Usage connections = [](std::int64_t) { return 1; };
  std::optional<Usage> descriptors_before_collection{};
  bool reports_heap = true;                // as "heap_bytes", as under a leak checker
  std::vector<ReportedUsage> reported{};   // in addition
  std::int64_t reports_until = INT64_MAX;  // fetches; `reported` then ceases
  std::string uncollected{};
  bool leaves_bodies = false;
  const HeapTable* table = nullptr;     // counts of the process SharedTable::pid
  std::int64_t round = 1;               // fetches
  std::int64_t ends_after = INT64_MAX;  // fetches; it then ends by itself
  ExitReport exit_report{};
  bool hangs_at_stop = false;
  bool fills_memory_at_stop = false;
  std::function<std::int64_t(std::int64_t)> requests = [](std::int64_t n) { return n; };
  std::function<std::int64_t(std::int64_t)> broken = [](std::int64_t) { return 0; };
  std::chrono::duration<double> per_fetch{};  // on the clock `time`
  std::chrono::duration<double> per_settling{};
  std::function<bool(std::int64_t)> is_collected = [](std::int64_t) { return true; };
  int settled = 0;
  std::int64_t fetches = 0;
  std::vector<std::int64_t> orders{};  // number of fetches in each order so far
  std::chrono::steady_clock::time_point time{};
};

/// The world that probes read. It is global because a probe's attach() is a plain function.
inline World* seen = nullptr;

/// Reads one of World's usages.
template <Usage World::*usage>
std::unique_ptr<Gauge> read_of_world(const ProbeTarget&) {
  class OfWorld final : public Gauge {
   public:
    std::optional<std::int64_t> read() override { return (seen->*usage)(seen->fetches); }
    std::optional<std::int64_t> limit() override {
      return usage == &World::descriptors ? seen->max_descriptors : std::nullopt;
    }
  };
  return std::make_unique<OfWorld>();
}

/// The probe with this name, reading the world instead of a process.
template <Usage World::*usage>
ProbeEntry probe_of_world(const std::string& name) {
  ProbeEntry probe = probe_named(name);
  probe.attach = read_of_world<usage>;
  return probe;
}

/// A heap probe that attaches, as if the interposer were preloaded.
inline ProbeEntry heap_probe_that_attaches() { return probe_of_world<&World::heap>("heap_bytes"); }

/// All probes of a fake worker. The heap probe does not attach.
inline std::vector<ProbeEntry> probes_of_world() {
  ProbeEntry heap = probe_named("heap_bytes");
  heap.attach = [](const ProbeTarget&) -> std::unique_ptr<Gauge> { return nullptr; };
  return {heap,
          probe_of_world<&World::descriptors>("descriptors"),
          probe_of_world<&World::threads>("threads"),
          probe_of_world<&World::resident>("resident"),
          probe_of_world<&World::anonymous>("anonymous"),
          probe_of_world<&World::mappings>("mappings"),
          probe_of_world<&World::peak>("peak"),
          probe_named("connections")};
}

class FakeWorker final : public Worker {
 public:
  explicit FakeWorker(World& world) : world_(world) {}

  pid_t pid() const override { return world_.table ? SharedTable::pid : 0; }
  const HeapTable* heap() const override { return world_.table; }
  std::string banner() const override { return "fake"; }
  bool leaves_bodies() const override { return world_.leaves_bodies; }
  std::string uncollected() const override { return world_.uncollected; }
  ExitReport stop() override {
    if (world_.hangs_at_stop) throw WorkerFailure("it did not end");
    if (world_.fills_memory_at_stop) throw MemoryCapReached("its memory limit of 2 GiB");
    return world_.exit_report;
  }

  Batch advance_to_end_of_round(std::int64_t fetches, std::string_view request_line,
                                std::int64_t at_most, const ReadWithin& read_within) override {
    Batch first = advance(fetches, request_line);
    if (world_.round == 1 || first.last) return first;
    read_within(first.reported);
    // One request of the round is left.
    const std::int64_t left = world_.round - 1 - world_.fetches % world_.round;
    Batch batch = advance(std::min(left, at_most), request_line);
    batch.is_within_round = left > at_most;
    if (!batch.is_within_round) batch.fetches_to_end_of_round = left;
    batch.attempted += first.attempted;
    batch.failed += first.failed;
    return batch;
  }

  Batch advance_part(std::int64_t fetches, std::string_view) override {
    fetches = std::min(fetches, world_.ends_after - world_.fetches);
    const std::int64_t failed = world_.fetch(world_.fetches, fetches);
    world_.fetches += fetches;
    world_.orders.push_back(fetches);
    world_.time += std::chrono::duration_cast<std::chrono::nanoseconds>(
        world_.per_fetch * static_cast<double>(fetches));
    return {.attempted = fetches, .failed = failed, .last = world_.fetches >= world_.ends_after};
  }

  Batch advance(std::int64_t fetches, std::string_view request_line) override {
    Batch batch = advance_part(fetches, request_line);
    ++world_.settled;
    batch.is_collected = world_.is_collected(world_.fetches);
    world_.time += std::chrono::duration_cast<std::chrono::nanoseconds>(world_.per_settling);
    if (world_.reports_heap) {
      batch.reported.push_back({"heap_bytes", world_.heap(world_.fetches)});
    }
    for (const auto& [name, usage] : world_.reported) {
      if (world_.fetches >= world_.reports_until) break;
      batch.reported.push_back({name, usage(world_.fetches)});
    }
    if (world_.descriptors_before_collection) {
      batch.descriptors_before_collection = (*world_.descriptors_before_collection)(world_.fetches);
    }
    return batch;
  }

 private:
  World& world_;
};

class FakeOrigin final : public Origin {
 public:
  explicit FakeOrigin(World& world) : world_(world) {}

  std::string url() const override { return "http://127.0.0.1:1/plain"; }
  Ledger ledger() override {
    return {.requests = world_.requests(world_.fetches), .broken = world_.broken(world_.fetches)};
  }
  std::int64_t open_connections() override { return world_.connections(world_.fetches); }
  Gate& gate() override { throw std::logic_error("nothing here is paced"); }

 private:
  World& world_;
};

/// Gives each trial a fresh copy of `world`.
class FakeEnvironment final : public Environment {
 public:
  explicit FakeEnvironment(World world) : plan_(std::move(world)) {}

  std::unique_ptr<Origin> open_origin(const Trial&) override {
    world_ = plan_;
    seen = &world_;
    return std::make_unique<FakeOrigin>(world_);
  }
  std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override {
    return std::make_unique<FakeWorker>(world_);
  }

 private:
  World plan_;
  World world_;
};

}  // namespace leakproof::testing
