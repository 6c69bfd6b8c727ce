// SPDX-License-Identifier: MIT
// overhead [CLIENT...] [-- PROGRAM...]: compares the fetches per second inside a trial
// (including interposer, stops and readings) with those of the same adapter in a bare loop
// on the same origin, or of the same program without stops and readings. Each of five pairs
// consists of eight trials in which the two alternate, so that changes of the machine's
// speed affect both. A turn takes seconds, because a scheduler needs some tenths of a
// second to place the processes. Prints the pairs and their median ratio. Exit code 1 if
// that is below 0.95, or below 0.90 for a paced program; 3 without a verdict.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include <leakproof/conclusion.hpp>

#include "environment/local_environment.hpp"
#include "environment/programs.hpp"
#include "model/environment.hpp"
#include "model/origin.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "model/worker.hpp"
#include "probes/catalogue.hpp"
#include "trial/run.hpp"
#include "worker/stepped_worker.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int pairs = 5;
constexpr int trials = 8;  // in a pair
constexpr int turns = 2;   // for each of the two in a trial

struct Pace {
  std::int64_t fetches = 0;
  std::chrono::duration<double> time{};

  void add(std::int64_t more, std::chrono::duration<double> longer) {
    fetches += more;
    time += longer;
  }
  double rate() const { return static_cast<double>(fetches) / time.count(); }
};

struct Pair {
  Pace inside;
  Pace bare;
};

/// The bare loop: an adapter without the interposer, one order per turn and no readings.
struct Bare {
  // Not the trial's, which turns other processes away and paces its client.
  std::unique_ptr<Origin> origin;
  std::unique_ptr<Worker> worker;
  std::string request_line;
};

/// A trial's worker, which alternates with the bare one. Measures the time from its first
/// fetch until it is stopped, without the turns of the bare one.
class TakesTurns final : public Worker {
 public:
  TakesTurns(std::unique_ptr<Worker> worker, Bare bare, std::int64_t turn, Pair& pair)
      : worker_(std::move(worker)), bare_(std::move(bare)), turn_(turn), pair_(pair) {
    bare_.worker->advance(0, bare_.request_line);
    bare_.worker->advance(1, bare_.request_line);
  }

  pid_t pid() const override { return worker_->pid(); }
  const HeapTable* heap() const override { return worker_->heap(); }
  std::string banner() const override { return worker_->banner(); }
  std::string uncollected() const override { return worker_->uncollected(); }

  Batch advance(std::int64_t fetches, std::string_view request_line) override {
    if (fetches > 0 && !since_) since_ = Clock::now();
    if (in_turn_ >= turn_) give_way();
    Batch batch = worker_->advance(fetches, request_line);
    in_turn_ += batch.attempted;
    return batch;
  }

  ExitReport stop() override {
    give_way();
    bare_.worker->stop();
    return worker_->stop();
  }

 private:
  void give_way() {
    const auto start = Clock::now();
    pair_.inside.add(std::exchange(in_turn_, 0), start - *since_);
    bare_.worker->advance(turn_, bare_.request_line);
    since_ = Clock::now();
    pair_.bare.add(turn_, *since_ - start);
  }

  std::unique_ptr<Worker> worker_;
  Bare bare_;
  std::int64_t turn_;
  Pair& pair_;
  std::int64_t in_turn_ = 0;                  // fetches of this turn so far
  std::optional<Clock::time_point> since_{};  // start of its turn; nullopt during the other's
};

class PairedBench final : public Environment {
 public:
  using MakeBare = std::function<Bare()>;

  PairedBench(Environment& bench, std::int64_t turn, MakeBare make_bare)
      : bench_(bench), turn_(turn), make_bare_(std::move(make_bare)) {}

  /// Returns the times of the trials since the last call.
  Pair take() { return std::exchange(pair_, {}); }

  std::unique_ptr<Origin> open_origin(const Trial& trial) override {
    return bench_.open_origin(trial);
  }

  std::unique_ptr<Worker> start_worker(const Trial& trial, Origin& origin) override {
    auto worker = bench_.start_worker(trial, origin);
    return std::make_unique<TakesTurns>(std::move(worker), make_bare_(), turn_, pair_);
  }

 private:
  Environment& bench_;
  std::int64_t turn_;
  MakeBare make_bare_;
  Pair pair_;
};

bool compare(const Trial& trial, PairedBench& bench, double required) {
  std::array<double, pairs> ratios{};
  for (double& ratio : ratios) {
    for (int i = 0; i < trials; ++i) {
      const Result result = run(trial, bench, probes::catalogue());
      if (result.ruling != Conclusion::clean) throw std::runtime_error(result.reason);
    }
    const auto [inside, bare] = bench.take();
    ratio = inside.rate() / bare.rate();
    fmt::print("{:<10} {:>7.0f} fetches/s bare  {:>7.0f} in a trial  {:.3f}\n", trial.client,
               bare.rate(), inside.rate(), ratio);
  }
  std::ranges::sort(ratios);
  const double median = ratios[pairs / 2];
  fmt::print("{:<10} median ratio {:.3f}\n", trial.client, median);
  return median >= required;
}

Trial long_trial(const std::string& client, std::int64_t fetches) {
  return {.client = client, .scenario = {.name = "plain"}, .plan = {.at_least = fetches}};
}

bool compare_client(const std::string& client, const Interrupt& interrupt) {
  constexpr std::int64_t fetches = 20'000;
  constexpr double least = 0.95;
  LocalEnvironment local({.words = {bundled_worker()}, .answer_timeout = std::chrono::minutes(1)},
                         interrupt);
  const Trial trial = long_trial(client, fetches);
  const auto bare = [&]() -> Bare {
    auto origin = local.open_origin(trial);
    std::string request_line = origin->request_line();
    Command command{.words = {bundled_worker(), client}};
    for (char** variable = environ; *variable != nullptr; ++variable) {
      command.environment.emplace_back(*variable);
    }
    return {.origin = std::move(origin),
            .worker = std::make_unique<SteppedWorker>(command, Watch::Bounds{}, Preload(),
                                                      CollectionPace(fetches), interrupt),
            .request_line = std::move(request_line)};
  };
  PairedBench bench(local, fetches / turns, bare);
  return compare(trial, bench, least);
}

bool compare_program(const std::vector<std::string>& words, const Interrupt& interrupt) {
  constexpr std::int64_t fetches = 4'000;
  constexpr double least = 0.90;
  const Trial trial = long_trial(words.front(), fetches);
  LocalEnvironment local({.words = words,
                          .kind = WorkerCommand::Kind::program,
                          .answer_timeout = std::chrono::minutes(1)},
                         interrupt);
  const auto bare = [&]() -> Bare {
    auto origin = local.open_origin(trial);
    auto worker = local.start_worker(trial, *origin);
    std::string request_line = origin->request_line();
    return {.origin = std::move(origin),
            .worker = std::move(worker),
            .request_line = std::move(request_line)};
  };
  PairedBench bench(local, fetches / turns, bare);
  return compare(trial, bench, least);
}

}  // namespace
}  // namespace leakproof

int main(int argc, char** argv) try {
  const leakproof::Interrupt interrupt;
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto mark = std::ranges::find(words, "--");
  bool met = true;
  for (auto client = words.begin(); client != mark; ++client) {
    met = leakproof::compare_client(*client, interrupt) && met;
  }
  if (mark != words.end())
    met = leakproof::compare_program({mark + 1, words.end()}, interrupt) && met;
  return met ? 0 : 1;
} catch (const std::exception& error) {
  fmt::print(stderr, "overhead: {}\n", error.what());
  return 3;
}
