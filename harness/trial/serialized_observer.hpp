// SPDX-License-Identifier: MIT
#pragma once

#include <mutex>

#include "model/observer.hpp"

namespace leakproof {

/// Forwards the events of trials on several threads, one call at a time.
class SerializedObserver final : public Observer {
 public:
  explicit SerializedObserver(Observer& observer) : observer_(observer) {}

  void started(const Trial& trial) override {
    const std::lock_guard lock(mutex_);
    observer_.started(trial);
  }

  void progressed(const Progress& progress) override {
    const std::lock_guard lock(mutex_);
    observer_.progressed(progress);
  }

  void passed_a_second() override {
    const std::lock_guard lock(mutex_);
    observer_.passed_a_second();
  }

  void checkpoint(const Result& result) override {
    const std::lock_guard lock(mutex_);
    observer_.checkpoint(result);
  }

  void interrupted(const Result& result) override {
    const std::lock_guard lock(mutex_);
    observer_.interrupted(result);
  }

  void finished(const Result& result) override {
    const std::lock_guard lock(mutex_);
    observer_.finished(result);
  }

 private:
  Observer& observer_;
  std::mutex mutex_;
};

}  // namespace leakproof
