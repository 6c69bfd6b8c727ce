// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attached_jvm.hpp"

#include <cstdlib>
#include <iterator>
#include <memory>
#include <utility>

#include "runtimes/jvm/class_histogram.hpp"
#include "runtimes/jvm/thread_dump.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

// A finalizer may make another object unreachable that has one. No chain is followed further.
constexpr int most_turns = 4;
// Two thirds of what the smallest leak of a runtime's heap that must be found adds in a window.
constexpr std::int64_t agreeing = 12288;  // bytes

}  // namespace

AttachedJvm::AttachedJvm(pid_t pid) : socket_(pid), quiescence_(pid) {}

Attachment AttachedJvm::attach(pid_t pid, std::chrono::milliseconds patience) {
  if (std::string obstacle = obstacle_to_attaching(pid); !obstacle.empty()) {
    return {.obstacle = std::move(obstacle)};
  }
  const auto deadline = Clock::now() + patience;
  std::unique_ptr<AttachedJvm> jvm(new AttachedJvm(pid));
  if (!jvm->socket_.open(deadline)) return {};
  const auto flags = jvm->socket_.command("VM.flags", deadline);
  if (!flags) return {};
  jvm->histogram_collects_ = flags->find("-XX:+UseZGC") == flags->npos &&
                             flags->find("-XX:+UseShenandoahGC") == flags->npos;
  jvm->references_.emplace(pid);
  if (!jvm->settle(patience)) return {};
  return {.collector = std::move(jvm)};
}

// Collects until a collection has left nothing to finalizers, cleaners and reference queues, or two
// in a row agree. Returns the histogram of what is alive then.
std::optional<std::string> AttachedJvm::collect(Time deadline) {
  if (!socket_.open(deadline)) return std::nullopt;
  for (int collections = 1;; ++collections) {
    (void)references_->has_been_woken();
    auto reply = socket_.command(histogram_collects_ ? "GC.class_histogram" : "GC.run", deadline);
    if (!reply) return std::nullopt;
    bool agrees = false;
    if (histogram_collects_) {
      const auto before = std::exchange(used_, bytes_of_all(*reply));
      agrees = before && used_ && std::abs(*used_ - *before) <= agreeing;
    }
    // Without that thread, it is unknown: one more collection is enough for most programs.
    const bool is_followed = references_->has_been_woken().value_or(collections == 1);
    if (agrees || !is_followed || collections == most_turns) {
      return histogram_collects_ ? reply : socket_.command("GC.class_histogram", deadline);
    }
    quiescence_.wait();
  }
}

std::optional<std::vector<Reported>> AttachedJvm::settle(std::chrono::milliseconds patience) {
  const auto histogram = collect(Clock::now() + patience);
  const auto used = histogram ? bytes_of_all(*histogram) : std::nullopt;
  if (!used) return std::nullopt;
  return std::vector<Reported>{{.name = "jvm_heap", .value = *used}};
}

std::optional<Explanation> AttachedJvm::explain(std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  const auto histogram = collect(deadline);
  const auto threads = histogram ? socket_.command("Thread.print", deadline) : std::nullopt;
  if (!threads) return std::nullopt;
  Explanation explanation{.source = "jcmd", .holdings = classes_in(*histogram)};
  explanation.containers = telling_classes(explanation.holdings);
  auto waiting = threads_in(*threads);
  std::ranges::move(waiting, std::back_inserter(explanation.holdings));
  return explanation;
}

}  // namespace leakproof
