// SPDX-License-Identifier: MIT
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "model/environment.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/probe.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "trial/retry.hpp"
#include "trial/run.hpp"
#include "trial/run_all.hpp"
#include "trial/serialized_observer.hpp"

namespace leakproof {
namespace {

/// The remaining trials. Each free thread takes the next one in order.
class Queue {
 public:
  Queue(std::span<const Trial> trials, Environment& environment, std::span<const ProbeEntry> probes,
        Observer& observer)
      : trials_(trials), environment_(environment), probes_(probes), observer_(observer) {}

  void work() {
    try {
      for (const Trial* trial = take(); trial != nullptr; trial = take()) {
        observer_.finished(run_with_retry(*trial));
        ++ended_;
      }
    } catch (const Interrupted&) {
      stop_ = true;
    } catch (...) {
      break_off();
    }
  }

  /// Tells the observer of each second until it is stopped.
  void tell_time(const std::stop_token& stop) try {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    while (true) {
      never.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
      if (stop.stop_requested()) return;
      observer_.passed_a_second();
    }
  } catch (...) {
    break_off();
  }

  std::size_t ended() {
    if (broken_) std::rethrow_exception(broken_);
    return ended_;
  }

 private:
  Result run_with_retry(const Trial& trial) {
    Result first = run(trial, environment_, probes_, observer_);
    const std::optional<Trial> retry = retry_of(first);
    if (!retry) return first;
    Result second = run(*retry, environment_, probes_, observer_);
    second.trial.plan = trial.plan;  // what was asked for, and what repeats both
    second.retried_after = first.fetches;
    second.seconds += first.seconds;
    return second;
  }

  // Called with the exception that ends the run in hand.
  void break_off() {
    const std::lock_guard lock(mutex_);
    if (!broken_) broken_ = std::current_exception();
    stop_ = true;
  }

  const Trial* take() {
    const std::lock_guard lock(mutex_);
    if (stop_ || next_ == trials_.size()) return nullptr;
    const Trial* const trial = &trials_[next_++];
    observer_.started(*trial);
    return trial;
  }

  std::span<const Trial> trials_;
  Environment& environment_;
  std::span<const ProbeEntry> probes_;
  SerializedObserver observer_;
  std::mutex mutex_;
  std::atomic<bool> stop_ = false;
  std::size_t next_ = 0;
  std::atomic<std::size_t> ended_ = 0;
  std::exception_ptr broken_;
};

}  // namespace

std::size_t run_all(std::span<const Trial> trials, int jobs, Environment& environment,
                    std::span<const ProbeEntry> probes, Observer& observer) {
  Queue queue(trials, environment, probes, observer);
  {
    const std::jthread clock([&queue](const std::stop_token& stop) { queue.tell_time(stop); });
    std::vector<std::jthread> workers;
    for (int i = 0; i < jobs; ++i) workers.emplace_back([&queue] { queue.work(); });
  }
  return queue.ended();
}

}  // namespace leakproof
