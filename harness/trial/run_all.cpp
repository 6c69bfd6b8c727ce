// SPDX-License-Identifier: MIT
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "attribution/adviser.hpp"
#include "model/environment.hpp"
#include "model/interrupted.hpp"
#include "model/observer.hpp"
#include "model/probe.hpp"
#include "model/result.hpp"
#include "model/trial.hpp"
#include "trial/run.hpp"
#include "trial/run_all.hpp"

namespace leakproof {
namespace {

/// Passes on what several trials say at once.
class SerializedObserver final : public Observer {
 public:
  SerializedObserver(Observer& observer, std::mutex& mutex) : observer_(observer), mutex_(mutex) {}

  void progressed(const Progress& progress) override {
    const std::lock_guard lock(mutex_);
    observer_.progressed(progress);
  }

  void checkpoint(const Result& result) override {
    const std::lock_guard lock(mutex_);
    observer_.checkpoint(result);
  }

 private:
  Observer& observer_;
  std::mutex& mutex_;
};

/// The trials that are left, handed out in order to whoever is free.
class Queue {
 public:
  Queue(std::span<const Trial> trials, Environment& bench, std::span<const ProbeEntry> probes,
        Observer& observer)
      : trials_(trials), bench_(bench), probes_(probes), observer_(observer) {}

  void work() {
    for (const Trial* trial = take(); trial != nullptr; trial = take()) {
      try {
        Result result = run(*trial, bench_, probes_, told_one_by_one_);
        const std::lock_guard lock(mutex_);
        adviser_.observe(result);
        for (TrialAdvice& one : adviser_.advice()) {
          if (one.trial == trial_name_of(result.trial)) {
            result.advice = std::move(one.advice);
          }
        }
        observer_.finished(result);
        ++ended_;
      } catch (const Interrupted&) {
        stop_ = true;
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!broken_) broken_ = std::current_exception();
        stop_ = true;
      }
    }
  }

  std::size_t ended() {
    if (broken_) std::rethrow_exception(broken_);
    return ended_;
  }

 private:
  const Trial* take() {
    const std::lock_guard lock(mutex_);
    if (stop_ || next_ == trials_.size()) return nullptr;
    const Trial* const trial = &trials_[next_++];
    observer_.started(*trial);
    return trial;
  }

  std::span<const Trial> trials_;
  Environment& bench_;
  std::span<const ProbeEntry> probes_;
  Observer& observer_;
  Adviser adviser_{};
  std::mutex mutex_;
  SerializedObserver told_one_by_one_{observer_, mutex_};
  std::atomic<bool> stop_ = false;
  std::size_t next_ = 0;
  std::size_t ended_ = 0;
  std::exception_ptr broken_;
};

}  // namespace

std::size_t run_all(std::span<const Trial> trials, int jobs, Environment& bench,
                    std::span<const ProbeEntry> probes, Observer& observer) {
  Queue queue(trials, bench, probes, observer);
  {
    std::vector<std::jthread> workers;
    for (int i = 0; i < jobs; ++i) workers.emplace_back([&queue] { queue.work(); });
  }
  return queue.ended();
}

}  // namespace leakproof
