// SPDX-License-Identifier: MIT
#include "cli/local_bench.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "cli/programs.hpp"
#include "measure/heap_table.hpp"
#include "server/origin.hpp"
#include "work/stepped_worker.hpp"

namespace leakproof::cli {
namespace {

class LocalOrigin final : public Origin {
 public:
  explicit LocalOrigin(const server::ScenarioEntry& scenario) : origin_(scenario) {}

  std::string url() const override { return origin_.url(); }
  std::int64_t open_connections() override { return origin_.open_connections(); }

  Ledger ledger() override {
    const server::LedgerCounts counts = origin_.counts();
    return {.requests = counts.requests,
            .complete = counts.complete,
            .broken = counts.broken,
            .connections = counts.connections,
            .open = counts.open,
            .closed_by_client = counts.closed_by_client,
            .close_wait = counts.close_wait};
  }

 private:
  server::Origin origin_;
};

// Traffic goes to loopback: no proxy is asked to carry it.
bool names_a_proxy(std::string_view variable) {
  constexpr std::array<std::string_view, 7> proxies{
      "http_proxy=",  "https_proxy=", "all_proxy=", "HTTP_PROXY=",
      "HTTPS_PROXY=", "ALL_PROXY=",   "ftp_proxy="};
  return std::ranges::any_of(proxies,
                             [&](std::string_view proxy) { return variable.starts_with(proxy); });
}

void set(std::vector<std::string>& environment, const std::string& variable) {
  const std::string_view name = std::string_view(variable).substr(0, variable.find('=') + 1);
  std::erase_if(environment, [&](const std::string& old) { return old.starts_with(name); });
  environment.push_back(variable);
}

std::vector<std::string> own_environment() {
  std::vector<std::string> result;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (!names_a_proxy(*variable)) result.emplace_back(*variable);
  }
  return result;
}

}  // namespace

LocalBench::LocalBench(WorkerCommand command, std::chrono::milliseconds answer_timeout,
                       const Interrupt& interrupt)
    : command_(std::move(command)),
      preloads_(!brings_its_own_malloc(command_.words)),
      answer_timeout_(answer_timeout),
      interrupt_(interrupt) {}

std::unique_ptr<Origin> LocalBench::open_origin(const Trial& trial) {
  const auto scenarios = server::catalogue();
  const auto scenario =
      std::ranges::find(scenarios, trial.scenario.name, &server::ScenarioEntry::name);
  return std::make_unique<LocalOrigin>(*scenario);
}

std::unique_ptr<Worker> LocalBench::start_worker(const Trial& trial) {
  Command command{.words = command_.words,
                  .environment = own_environment(),
                  .max_descriptors = trial.plan.max_descriptors};
  if (command_.takes_client) command.words.push_back(trial.client);
  std::shared_ptr<const HeapTable> heap;
  if (preloads_) {
    auto table = std::make_shared<HeapTable>(heap_interposer().string());
    for (const std::string& variable : table->environment()) set(command.environment, variable);
    // CPython's own arenas hide its blocks from any view of malloc.
    set(command.environment, "PYTHONMALLOC=malloc");
    heap = std::move(table);
  }
  const Conversation::Bounds bounds{.answer = answer_timeout_, .memory = trial.plan.max_memory};
  try {
    return std::make_unique<SteppedWorker>(command, bounds, std::move(heap), interrupt_);
  } catch (const std::system_error& error) {
    throw WorkerFailure(std::string("it cannot be started: ") + error.what());
  }
}

}  // namespace leakproof::cli
