// SPDX-License-Identifier: MIT
// overhead CLIENT...: fetches a second inside a trial (interposer, stops and
// readings included) against the same adapter in a bare loop on the same origin.
// In pairs, five of each in turn; prints them and the median ratio. Exit code 1
// where that is below 0.95.
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

double trial_rate(const Trial& trial, Workbench& bench) {
  const Result result = run(trial, bench, probes::catalogue());
  if (result.ruling != Conclusion::clean) throw std::runtime_error(result.because);
  return static_cast<double>(result.fetches) / result.fetching_seconds;
}

double median_ratio(const std::string& client, const Interrupt& interrupt) {
  const Trial trial{.client = client, .scenario = {.name = "plain"}, .plan = {.at_least = fetches}};
  cli::LocalBench local(
      {.words = {cli::bundled_worker()}, .answer_timeout = std::chrono::minutes(1)}, interrupt);
  const auto origin = local.open_origin(trial);
  SharedOrigin bench(local, *origin);
  std::array<double, pairs> ratios{};
  for (double& ratio : ratios) {
    const double bare = bare_rate(client, origin->url(), interrupt);
    const double inside = trial_rate(trial, bench);
    ratio = inside / bare;
    fmt::print("{:<10} {:>7.0f} fetches/s bare  {:>7.0f} in a trial  {:.3f}\n", client, bare,
               inside, ratio);
  }
  std::ranges::sort(ratios);
  return ratios[pairs / 2];
}

}  // namespace
}  // namespace leakproof

int main(int argc, char** argv) {
  const leakproof::Interrupt interrupt;
  bool met = true;
  for (int i = 1; i < argc; ++i) {
    const double ratio = leakproof::median_ratio(argv[i], interrupt);
    fmt::print("{:<10} median ratio {:.3f}\n", argv[i], ratio);
    met = met && ratio >= leakproof::least;
  }
  return met ? 0 : 1;
}
