// SPDX-License-Identifier: MIT
// Longer than other headers: one fake for each thing that a trial meets, read together.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "model/environment.hpp"
#include "model/gate.hpp"
#include "model/ledger.hpp"
#include "model/metric.hpp"
#include "model/origin.hpp"
#include "model/probe.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "probes/catalogue.hpp"

namespace leakproof::testing {

/// What a pretended client does: told of all fetches so far and of those asked
/// for now, it says how many failed, or throws.
using Behaviour = std::function<std::int64_t(std::int64_t before, std::int64_t now)>;

/// What a pretended client uses after so many fetches.
using Usage = std::function<std::int64_t(std::int64_t fetches)>;

/// One world of one pretended process: what it does, and what is read of it.
struct World {
  Behaviour fetch = [](std::int64_t, std::int64_t) { return 0; };
  Usage heap = [](std::int64_t) { return 100'000; };
  Usage descriptors = [](std::int64_t) { return 7; };
  Usage resident = [](std::int64_t) { return 1 << 20; };
  Usage connections = [](std::int64_t) { return 1; };
  ExitReport exit_report{};
  std::function<std::int64_t(std::int64_t)> requests = [](std::int64_t n) { return n; };
  std::function<std::int64_t(std::int64_t)> broken = [](std::int64_t) { return 0; };
  std::int64_t fetches = 0;
};

/// The world that probes see. A probe is attached by a plain function, which
/// has nowhere else to look for it.
inline World* seen = nullptr;

/// Reads one of World's usages.
template <Usage World::*usage>
std::unique_ptr<Gauge> read_of_world(const ProbeTarget&) {
  class OfWorld final : public Gauge {
   public:
    std::optional<std::int64_t> read() override { return (seen->*usage)(seen->fetches); }
  };
  return std::make_unique<OfWorld>();
}

inline ProbeEntry descriptors_probe() {
  return {.metric = {.name = "descriptors",
                     .kind = MetricKind::descriptor,
                     .unit = Unit::count,
                     .tolerable_per_fetch = 0.01,
                     .horizon_share = 0.2},
          .summary = "pretended",
          .attach = read_of_world<&World::descriptors>};
}

inline ProbeEntry resident_probe() {
  return {.metric = {.name = "resident",
                     .kind = MetricKind::resident_memory,
                     .role = Role::shown,
                     .tolerable_per_fetch = 100},
          .summary = "pretended",
          .expensive = true,
          .attach = read_of_world<&World::resident>};
}

class FakeWorker final : public Worker {
 public:
  explicit FakeWorker(World& world) : world_(world) {}

  pid_t pid() const override { return 0; }
  const HeapTable* heap() const override { return nullptr; }
  std::string banner() const override { return "fake"; }
  ExitReport stop() override { return world_.exit_report; }

  Batch advance(std::int64_t fetches, std::string_view) override {
    const std::int64_t failed = world_.fetch(world_.fetches, fetches);
    world_.fetches += fetches;
    return {.attempted = fetches,
            .failed = failed,
            .reported = {{"heap_bytes", world_.heap(world_.fetches)}}};
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

/// A fresh copy of `world` for each trial.
class FakeBench final : public Environment {
 public:
  explicit FakeBench(World world) : plan_(std::move(world)) {}

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

/// The program's own, which asks the origin.
inline ProbeEntry connections_probe() {
  return *std::ranges::find(probes::catalogue(), MetricKind::connection,
                            [](const ProbeEntry& probe) { return probe.metric.kind; });
}

/// A probe of the heap that never attaches: the worker itself reports it.
inline ProbeEntry heap_probe() {
  return {.metric = {.name = "heap_bytes", .grain = 16, .tolerable_per_fetch = 4},
          .summary = "pretended",
          .attach = [](const ProbeTarget&) -> std::unique_ptr<Gauge> { return nullptr; }};
}

}  // namespace leakproof::testing
