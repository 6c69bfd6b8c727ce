// SPDX-License-Identifier: MIT
#include "runtimes/jvm/attached_jvm.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "posix/descriptor_folder.hpp"
#include "runtimes/jvm/class_histogram.hpp"
#include "runtimes/jvm/compiler_directive.hpp"
#include "runtimes/jvm/fetching_thread.hpp"
#include "runtimes/jvm/heap_dump.hpp"
#include "runtimes/jvm/heap_holders.hpp"
#include "runtimes/jvm/thread_starts.hpp"

namespace leakproof {
namespace {

using Clock = std::chrono::steady_clock;

// A finalizer may make another object unreachable that has one. No chain is followed further.
constexpr std::size_t most_turns = 4;
constexpr int readings_between_checks = 8;
constexpr std::chrono::seconds longest_dump(2);
// Of a dump and its reading. Longer ones would take the whole time for owners.
constexpr std::chrono::seconds longest_search(8);
constexpr std::int64_t agreeing = 4096;  // bytes
// Two thirds of what the smallest leak of a runtime's heap that must be found adds in a window.
constexpr std::int64_t little = 12288;  // bytes

bool agree(std::span<const std::int64_t> sizes) {
  return sizes.size() > 1 && std::abs(sizes.back() - sizes[sizes.size() - 2]) <= agreeing;
}

// After how many of these collections the others freed little.
std::size_t enough_of(std::span<const std::int64_t> sizes) {
  const auto enough = [&](std::int64_t size) { return size - sizes.back() <= little; };
  return static_cast<std::size_t>(std::ranges::find_if(sizes, enough) - sizes.begin()) + 1;
}

}  // namespace

AttachedJvm::AttachedJvm(pid_t pid) : pid_(pid), socket_(pid), quiescence_(pid) {}

Attachment AttachedJvm::attach(pid_t pid, std::chrono::milliseconds patience) {
  if (std::string obstacle = obstacle_to_attaching(pid); !obstacle.empty()) {
    return {.obstacle = std::move(obstacle)};
  }
  const auto deadline = Clock::now() + patience;
  std::unique_ptr<AttachedJvm> jvm(new AttachedJvm(pid));
  if (!jvm->socket_.open(deadline)) return {};
  compile_without_c2(pid, jvm->socket_, deadline);
  const auto flags = jvm->socket_.command("VM.flags", deadline);
  if (!flags) return {};
  jvm->histogram_collects_ = flags->find("-XX:+UseZGC") == flags->npos &&
                             flags->find("-XX:+UseShenandoahGC") == flags->npos;
  jvm->references_.emplace(pid);
  if (!jvm->settle(patience)) return {};
  return {.collector = std::move(jvm)};
}

// What finalizers, cleaners and reference queues release is garbage for another collection.
// Readings are taken after the same number of collections, as they could not be compared otherwise;
// how many are needed is checked at some of them. Returns the histogram of what is alive.
std::optional<std::string> AttachedJvm::collect(Time deadline) {
  if (!socket_.open(deadline)) return std::nullopt;
  if (!histogram_collects_) return collect_before_histogram(deadline);
  const auto reading = readings_++;
  if (reading % readings_between_checks == 0 || std::has_single_bit(reading))
    return check(deadline);
  for (std::size_t collections = 1; collections < needed_; ++collections) {
    if (!socket_.command("GC.run", deadline)) return std::nullopt;
    quiescence_.wait();
  }
  return socket_.command("GC.class_histogram", deadline);
}

// Collects until nothing is released or two collections in a row agree.
std::optional<std::string> AttachedJvm::check(Time deadline) {
  std::vector<std::string> histograms;
  std::vector<std::int64_t> sizes;
  while (true) {
    (void)references_->has_been_woken();
    auto histogram = socket_.command("GC.class_histogram", deadline);
    const auto used = histogram ? bytes_of_all(*histogram) : std::nullopt;
    if (!used) return std::nullopt;
    histograms.push_back(*std::move(histogram));
    sizes.push_back(*used);
    if (!releases(sizes.size()) || agree(sizes) || sizes.size() == most_turns) break;
    quiescence_.wait();
  }
  const std::size_t found = enough_of(sizes);
  needed_ = std::max(found, std::exchange(found_, found));
  return std::move(histograms[std::min(needed_, histograms.size()) - 1]);
}

std::optional<std::string> AttachedJvm::collect_before_histogram(Time deadline) {
  for (std::size_t collections = 1; collections <= most_turns; ++collections) {
    (void)references_->has_been_woken();
    if (!socket_.command("GC.run", deadline)) return std::nullopt;
    if (!releases(collections)) break;
    quiescence_.wait();
  }
  return socket_.command("GC.class_histogram", deadline);
}

// Does the last one of so many collections let other objects be released? Without that thread, it
// is unknown: one more collection is enough for most programs.
bool AttachedJvm::releases(std::size_t collections) {
  return references_->has_been_woken().value_or(collections == 1);
}

std::optional<std::vector<Reported>> AttachedJvm::settle(std::chrono::milliseconds patience) {
  const auto histogram = collect(Clock::now() + patience);
  const auto used = histogram ? bytes_of_all(*histogram) : std::nullopt;
  if (!used) return std::nullopt;
  return std::vector<Reported>{{.name = "jvm_heap", .value = *used}};
}

std::optional<Explanation> AttachedJvm::explain(std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  std::vector<JavaThread> threads;
  auto explanation = explain_with(threads, deadline);
  if (explanation && are_more(threads) && !recording_) {
    recording_ = FlightRecording::start(pid_, socket_, deadline);
  }
  return explanation;
}

std::optional<Explanation> AttachedJvm::explain_last(std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  std::vector<JavaThread> threads;
  auto explanation = explain_with(threads, deadline);
  const auto recording = std::exchange(recording_, nullptr);
  if (recording == nullptr) return explanation;
  const std::string printed = recording->end(deadline);
  if (explanation) {
    add_origins(threads, thread_starts_in(printed), *users_, explanation->holdings);
  }
  return explanation;
}

// Are there more threads of a name, numbers apart, than at the last explanation?
bool AttachedJvm::are_more(std::span<const JavaThread> threads) {
  std::map<std::string, std::int64_t> now;
  for (const JavaThread& thread : threads) ++now[thread.stack.front().function];
  const auto before = std::exchange(threads_, std::move(now));
  return !before.empty() && std::ranges::any_of(threads_, [&](const auto& name) {
    const auto found = before.find(name.first);
    return found != before.end() && name.second > found->second;
  });
}

std::optional<Explanation> AttachedJvm::explain_with(std::vector<JavaThread>& threads,
                                                     Time deadline) {
  const auto histogram = collect(deadline);
  const auto printed = histogram ? socket_.command("Thread.print", deadline) : std::nullopt;
  if (!printed) return std::nullopt;
  Explanation explanation{.source = "jcmd", .holdings = classes_in(*histogram)};
  explanation.containers = telling_classes(explanation.holdings);
  const UsersClasses& users = users_classes(*printed, explanation.holdings, deadline);
  for (Holding& holding : explanation.holdings) {
    Place& place = holding.stack.front();
    if (!is_of_the_jdk(place.function) && !users.has(place.function)) place.module = library_module;
  }
  add_holders(explanation, users, bytes_of_all(*histogram).value_or(0), deadline);
  threads = java_threads_in(*printed, users);
  auto waiting = groups_of(threads);
  explanation.fetching = stack_that_fetches(waiting);
  add_sockets(explanation);
  std::ranges::move(waiting, std::back_inserter(explanation.holdings));
  return explanation;
}

// They do not change while a program runs.
const UsersClasses& AttachedJvm::users_classes(std::string_view threads,
                                               std::span<const Holding> classes, Time deadline) {
  if (!users_) {
    const auto command_line = socket_.command("VM.command_line", deadline);
    users_.emplace(pid_, command_line.value_or(""), threads, classes);
  }
  return *users_;
}

// Sockets have no stack in Java; the line that fetches is the likely one.
void AttachedJvm::add_sockets(Explanation& explanation) const {
  const auto sockets = DescriptorFolder(pid_).count_sockets();
  if (!sockets || explanation.fetching.empty()) return;
  for (const std::string_view metric : {"connections", "descriptors"}) {
    explanation.holdings.push_back(
        {.metric = std::string(metric), .count = *sockets, .stack = explanation.fetching});
  }
}

// Replaces classes by what holds their objects, if a dump of the heap shows it in time. Otherwise
// all explanations are of classes, because only alike ones can be compared.
void AttachedJvm::add_holders(Explanation& explanation, const UsersClasses& users,
                              std::int64_t bytes, Time deadline) {
  if (!dumps_ || bytes > largest_dumped_heap) return;
  const auto start = Clock::now();
  const auto heap = dump_heap(pid_, socket_, users, std::min(deadline, start + longest_dump));
  std::optional<Holders> holders;
  if (heap) holders = holders_in(*heap, explanation.holdings);
  const bool is_first = !std::exchange(has_dumped_, true);
  dumps_ = heap.has_value() && (!is_first || Clock::now() < start + longest_search);
  if (!dumps_) return;
  explanation.holdings = std::move(holders->holdings);
  std::ranges::move(holders->containers, std::back_inserter(explanation.containers));
}

}  // namespace leakproof
