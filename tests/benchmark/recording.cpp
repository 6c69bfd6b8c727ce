// SPDX-License-Identifier: MIT
// recording HEAPTRACK CLIENT...: compares the fetches per second while every allocation's
// stack is recorded by leakproof with those under heaptrack's recorder
// (libheaptrack_preload.so, whose output is discarded, so that it never blocks). Uses the
// same adapter, origin and number of fetches in alternating pairs; prints them and the
// median ratio. Exit code 1 if that is below 1.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "environment/local_environment.hpp"
#include "environment/programs.hpp"
#include "interposer/supervisor/allocation_tracker.hpp"
#include "interposer/supervisor/heap_table.hpp"
#include "model/worker.hpp"
#include "worker/stepped_worker.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t warm_up = 200;
constexpr std::int64_t fetches = 4'000;
constexpr int pairs = 21;

Command command_of(const std::string& client, const std::vector<std::string>& variables) {
  Command command{.words = {bundled_worker(), client}, .environment = variables};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    command.environment.emplace_back(*variable);
  }
  return command;
}

double rate(Worker& worker, std::string_view url) {
  worker.advance(warm_up, url);
  const auto start = std::chrono::steady_clock::now();
  worker.advance(fetches, url);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  return static_cast<double>(fetches) / time.count();
}

// True if the table has as many stacks as a fetch at least has.
bool has_stacks(const HeapTable& table) {
  const auto is_known = [](const auto& hash) { return hash != 0; };
  return std::ranges::count_if(table.tracking_table().hashes, is_known) >= 20;
}

double our_rate(const std::string& client, const std::string& url, const Interrupt& interrupt) {
  const auto table = std::make_shared<HeapTable>(heap_interposer());
  SteppedWorker worker(command_of(client, table->environment()), {}, Preload(table),
                       CollectionPace(fetches), interrupt);
  worker.advance(1, url);
  AllocationTracker tracker(*table, worker.pid());
  tracker.prepare();
  worker.advance(1, url);
  tracker.track(0);
  const double found = rate(worker, url);
  const bool is_all_tracked = has_stacks(*table) && tracker.read().lost == 0;
  table->clear_tracking_table();
  worker.advance(1, url);  // is tracked as well, unless tracking has stopped
  if (!is_all_tracked || !has_stacks(*table))
    throw std::runtime_error("not all allocations were tracked");
  return found;
}

double heaptrack_rate(const std::string& library, const std::string& client, const std::string& url,
                      const Interrupt& interrupt) {
  const Command command =
      command_of(client, {"LD_PRELOAD=" + library, "DUMP_HEAPTRACK_OUTPUT=/dev/null"});
  SteppedWorker worker(command, {}, Preload(), CollectionPace(fetches), interrupt);
  return rate(worker, url);
}

bool compare(const std::string& library, const std::string& client, const Interrupt& interrupt) {
  LocalEnvironment bench({.words = {bundled_worker()}}, interrupt);
  const auto origin = bench.open_origin({.client = client, .scenario = {.name = "plain"}});
  std::array<double, pairs> ratios{};
  for (double& ratio : ratios) {
    const double theirs = heaptrack_rate(library, client, origin->url(), interrupt);
    const double ours = our_rate(client, origin->url(), interrupt);
    ratio = ours / theirs;
    fmt::print("{:<10} {:>7.0f} fetches/s under heaptrack  {:>7.0f} noted by us  {:.3f}\n", client,
               theirs, ours, ratio);
  }
  std::ranges::sort(ratios);
  const double median = ratios[pairs / 2];
  fmt::print("{:<10} median ratio {:.3f}\n", client, median);
  return median >= 1;
}

}  // namespace
}  // namespace leakproof

int main(int argc, char** argv) {
  const leakproof::Interrupt interrupt;
  bool met = argc > 2;
  for (int i = 2; i < argc; ++i) met = leakproof::compare(argv[1], argv[i], interrupt) && met;
  return met ? 0 : 1;
}
