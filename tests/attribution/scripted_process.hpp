// SPDX-License-Identifier: MIT
// Longer than other headers, because the fakes of one owner phase are read together.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "attribution/tracked_process.hpp"
#include "model/code_names.hpp"
#include "model/environment.hpp"
#include "model/explanation.hpp"
#include "model/ledger.hpp"
#include "model/origin.hpp"
#include "model/worker.hpp"

namespace leakproof::testing {

/// The scripted behaviour of a worker and of its tracked process.
struct World {
  bool is_observed = true;
  std::optional<std::int64_t> resident_bytes = 64 << 20;
  std::optional<std::int64_t> free_descriptors{};
  OutstandingAllocations outstanding{};
  std::map<int, std::string> descriptor_kinds{};
  std::vector<std::optional<Explanation>> explanations{};  // one per call; empty: no runtime
  std::function<void(std::int64_t fetches)> on_advance = [](std::int64_t) {};
  bool ends_by_itself = false;

  std::vector<std::string> events{};
  std::int64_t fetches = 0;
};

class FakeProcess final : public TrackedProcess {
 public:
  explicit FakeProcess(World& world) : world_(world) {}

  bool is_observed() const override { return world_.is_observed; }
  void prepare() override { tell("prepare"); }
  void track(std::uint32_t epoch) override { tell("note " + std::to_string(epoch)); }
  void only_forget() override { tell("only forget"); }
  OutstandingAllocations read() override { return world_.outstanding; }
  void stop_tracking() override { tell("stop"); }
  std::optional<std::int64_t> resident_bytes() override { return world_.resident_bytes; }
  void raise_descriptor_limit() override { tell("raise limit"); }
  std::optional<std::int64_t> free_descriptors() override { return world_.free_descriptors; }
  std::optional<std::string> descriptor_kind(int descriptor) override {
    const auto kind = world_.descriptor_kinds.find(descriptor);
    return kind != world_.descriptor_kinds.end() ? std::optional(kind->second) : std::nullopt;
  }

 private:
  void tell(std::string event) { world_.events.push_back(std::move(event)); }

  World& world_;
};

class FakeWorker final : public Worker {
 public:
  explicit FakeWorker(World& world) : world_(world) {}

  pid_t pid() const override { return 0; }
  const HeapTable* heap() const override { return nullptr; }
  std::string banner() const override { return ""; }
  ExitReport stop() override { return {}; }

  Batch advance(std::int64_t fetches, std::string_view) override {
    world_.events.push_back("fetch " + std::to_string(fetches));
    world_.on_advance(fetches);
    world_.fetches += fetches;
    return {.attempted = fetches, .last = world_.ends_by_itself};
  }
  std::optional<Explanation> explain() override {
    if (world_.explanations.empty()) return std::nullopt;
    world_.events.emplace_back("explain");
    const auto explanation = world_.explanations.front();
    world_.explanations.erase(world_.explanations.begin());
    return explanation;
  }

 private:
  World& world_;
};

/// Counts two complete replies and one incomplete reply per fetch.
class FakeOrigin final : public Origin {
 public:
  explicit FakeOrigin(const World& world) : world_(world) {}

  std::string url() const override { return "http://127.0.0.1:1/plain"; }
  Ledger ledger() override { return {.complete = 2 * world_.fetches, .broken = world_.fetches}; }
  std::int64_t open_connections() override { return 0; }
  Gate& gate() override { throw std::logic_error("nothing here is paced"); }

 private:
  const World& world_;
};

/// Resolves each return address to its number.
class FakeNames final : public CodeNames {
 public:
  NamedStack name(std::span<const std::uintptr_t> addresses) override {
    NamedStack stack;
    for (const auto address : addresses) {
      stack.places.push_back({.function = std::to_string(address)});
      stack.paths.emplace_back();
    }
    return stack;
  }
};

class FakeEnvironment final : public Environment {
 public:
  std::unique_ptr<Origin> open_origin(const Trial&) override { return nullptr; }
  std::unique_ptr<Worker> start_worker(const Trial&, Origin&) override { return nullptr; }
  std::unique_ptr<CodeNames> names_of(pid_t) override { return std::make_unique<FakeNames>(); }
};

}  // namespace leakproof::testing
