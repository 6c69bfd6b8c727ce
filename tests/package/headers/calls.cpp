// SPDX-License-Identifier: MIT
// Calls every function that an installed header declares. It is only linked, not run.
#include <benchmark/benchmark.h>
#include <gmock/gmock.h>

#include <iostream>
#include <memory>

#include <leakproof/benchmark.hpp>
#include <leakproof/client.hpp>
#include <leakproof/gtest.hpp>
#include <leakproof/leak_test.hpp>
#include <leakproof/measured_worker.hpp>
#include <leakproof/worker.hpp>

namespace {

class Nothing final : public leakproof::Client {
  leakproof::Outcome fetch(const leakproof::Request&) override { return {}; }
};

leakproof::ClientEntry nothing() {
  return {.name = "nothing", .make = []() -> std::unique_ptr<leakproof::Client> {
            return std::make_unique<Nothing>();
          }};
}

void clients() {
  const auto client = nothing().make();
  client->fetch({.url = "http://127.0.0.1/"});
  client->settle();
}

int workers(int argc, char** argv) {
  const leakproof::ClientEntry entries[] = {nothing()};
  leakproof::serve(entries[0], "nothing/1");
  return leakproof::worker_main(argc, argv, entries, "nothing/1");
}

void measured_workers() {
  for (const std::string& client : leakproof::clients_of("worker")) {
    leakproof::MeasuredWorker worker("worker", client, "plain");
    worker.fetch(1);
    worker.usage();
  }
}

void leak_tests() {
  const auto fetch = [](const leakproof::Request&) { return leakproof::Outcome{}; };
  leakproof::run_leak_test(fetch, {}, {.name = "calls"});
  testing::StringMatchResultListener listener;
  for (auto make : {leakproof::DoesNotLeak, leakproof::Leaks}) {
    const auto matcher = make().On("plain").Horizon(500).Tolerating("heap_bytes", 16);
    matcher.MatchAndExplain(fetch, &listener);
    matcher.DescribeTo(&std::cout);
    matcher.DescribeNegationTo(&std::cout);
  }
}

void benchmarks() {
  leakproof::WorkersMemory memory;
  benchmark::MemoryManager::Result result;
  memory.Start();
  memory.record({}, {});
  memory.Stop(result);
  leakproof::RegisterClients("worker", {"client"}, {{.scenario = "plain"}}, memory);
}

}  // namespace

int main(int argc, char** argv) {
  clients();
  measured_workers();
  leak_tests();
  benchmarks();
  return workers(argc, argv);
}
