// SPDX-License-Identifier: MIT
// overhead [CLIENT...] [-- PROGRAM...]: fetches a second inside a trial (interposer, stops and
// readings included) against the same adapter in a bare loop on the same origin.
// In five pairs, each bare, inside, inside, bare, so that a machine which speeds up or slows
// down meanwhile does so for both; prints them and the median ratio. Exit code 1
// where that is below 0.95, or 0.90 of a program that is paced; 3 without a verdict.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "cli/local_bench.hpp"
#include "cli/programs.hpp"
#include "measure/catalogue.hpp"
#include "work/stepped_worker.hpp"

namespace leakproof {
namespace {

constexpr std::int64_t fetches = 20'000;
constexpr int pairs = 5;
constexpr double least = 0.95;

/// One origin lent to every trial.
class SharedOrigin final : public Workbench {
 public:
  SharedOrigin(Workbench& bench, Origin& origin) : bench_(bench), origin_(origin) {}

  std::unique_ptr<Origin> open_origin(const Trial&) override {
    return std::make_unique<Lent>(origin_);
  }
  std::unique_ptr<Worker> start_worker(const Trial& trial, Origin& origin) override {
    return bench_.start_worker(trial, origin);
  }

 private:
  class Lent final : public Origin {
   public:
    explicit Lent(Origin& origin) : origin_(origin) {}
    std::string url() const override { return origin_.url(); }
    Ledger ledger() override { return origin_.ledger(); }
    std::int64_t open_connections() override { return origin_.open_connections(); }
    Gate& gate() override { return origin_.gate(); }

   private:
    Origin& origin_;
  };

  Workbench& bench_;
  Origin& origin_;
};

// The adapter by itself: nothing preloaded, one order, no stop.
double bare_rate(const std::string& client, const std::string& url, const Interrupt& interrupt) {
  Command command{.words = {cli::bundled_worker(), client}};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    command.environment.emplace_back(*variable);
  }
  SteppedWorker worker(command, {}, nullptr, interrupt);
  worker.advance(1, url);
  const auto start = std::chrono::steady_clock::now();
  worker.advance(fetches, url);
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  return static_cast<double>(fetches) / time.count();
}

// A program behind "--": one order for all of it, so no stop, and no reading.
double bare_rate(const Trial& trial, Workbench& bench, std::int64_t count) {
  const auto origin = bench.open_origin(trial);
  const auto worker = bench.start_worker(trial, *origin);
  worker->advance(0, origin->url());
  worker->advance(1, origin->url());
  const auto start = std::chrono::steady_clock::now();
  worker->advance(count, origin->url());
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  return static_cast<double>(count) / time.count();
}

double trial_rate(const Trial& trial, Workbench& bench) {
  const Result result = run(trial, bench, probes::catalogue());
  if (result.ruling != Conclusion::clean) throw std::runtime_error(result.because);
  return static_cast<double>(result.fetches) / result.fetching_seconds;
}

template <typename Bare, typename Inside>
bool compare(const std::string& name, double required, Bare bare_rate_of, Inside inside_rate_of) {
  std::array<double, pairs> ratios{};
  for (double& ratio : ratios) {
    const double before = bare_rate_of();
    const double inside = (inside_rate_of() + inside_rate_of()) / 2;
    const double bare = (before + bare_rate_of()) / 2;
    ratio = inside / bare;
    fmt::print("{:<10} {:>7.0f} fetches/s bare  {:>7.0f} in a trial  {:.3f}\n", name, bare, inside,
               ratio);
  }
  std::ranges::sort(ratios);
  const double median = ratios[pairs / 2];
  fmt::print("{:<10} median ratio {:.3f}\n", name, median);
  return median >= required;
}

bool compare_client(const std::string& client, const Interrupt& interrupt) {
  const Trial trial{.client = client, .scenario = {.name = "plain"}, .plan = {.at_least = fetches}};
  cli::LocalBench local(
      {.words = {cli::bundled_worker()}, .answer_timeout = std::chrono::minutes(1)}, interrupt);
  const auto origin = local.open_origin(trial);
  SharedOrigin bench(local, *origin);
  return compare(
      client, least, [&] { return bare_rate(client, origin->url(), interrupt); },
      [&] { return trial_rate(trial, bench); });
}

bool compare_program(const std::vector<std::string>& words, const Interrupt& interrupt) {
  constexpr std::int64_t count = 4'000;
  constexpr double least_paced = 0.90;
  const Trial trial{
      .client = words.front(), .scenario = {.name = "plain"}, .plan = {.at_least = count}};
  cli::LocalBench bench(
      {.words = words, .are = cli::Subjects::programs, .answer_timeout = std::chrono::minutes(1)},
      interrupt);
  return compare(
      words.front(), least_paced, [&] { return bare_rate(trial, bench, count); },
      [&] { return trial_rate(trial, bench); });
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
