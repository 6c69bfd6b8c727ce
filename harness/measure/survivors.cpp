// SPDX-License-Identifier: MIT
#include "measure/survivors.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "preload/counters.hpp"

namespace leakproof {
namespace {

using preload::NotedStack;
using preload::NotedThing;
using preload::Notes;
using preload::Noting;

std::vector<std::uintptr_t> addresses_of(const NotedStack& stack) {
  const auto depth = std::min<std::uint64_t>(stack.depth, stack.addresses.size());
  return {stack.addresses.begin(), stack.addresses.begin() + static_cast<std::ptrdiff_t>(depth)};
}

/// One for each kind and stack, in the order of their first thing.
class Gathering {
 public:
  explicit Gathering(const Notes& notes) : notes_(notes) {}

  void add(const NotedThing& noted) {
    const std::uint64_t key = noted.key;
    const std::uint32_t stack = noted.stack;
    const std::uint32_t epoch = noted.epoch;
    const auto thing = Notes::thing_of(key);
    if (key == 0 || thing > Thing::thread || stack >= Notes::most_stacks ||
        epoch >= NoteTaker::most_epochs) {
      return;
    }
    const auto [place, is_new] = places_.try_emplace(std::pair(thing, stack), found_.size());
    if (is_new) {
      found_.push_back({.thing = thing, .stack = addresses_of(notes_.stacks[stack])});
    }
    Survivors& survivors = found_[place->second];
    if (survivors.by_epoch.size() <= epoch) survivors.by_epoch.resize(epoch + 1);
    ++survivors.by_epoch[epoch];
    constexpr std::uint64_t most = std::uint64_t{1} << 40;  // that anyone could have
    const auto bytes = static_cast<std::int64_t>(std::min<std::uint64_t>(noted.bytes, most));
    survivors.bytes += bytes;
    survivors.smallest = is_new ? bytes : std::min(survivors.smallest, bytes);
    survivors.largest = std::max(survivors.largest, bytes);
    if (thing == Thing::descriptor) survivors.descriptors.push_back(Notes::descriptor_of(key));
  }

  std::vector<Survivors> found() && { return std::move(found_); }

 private:
  const Notes& notes_;
  std::map<std::pair<Thing, std::uint32_t>, std::size_t> places_;
  std::vector<Survivors> found_;
};

// The worker's word for it, and no more than a number.
std::int64_t value(const std::atomic<std::uint64_t>& number) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(number, INT64_MAX));
}

}  // namespace

NoteTaker::NoteTaker(const HeapTable& table, pid_t pid)
    : table_(table), order_(table.note_order(pid)) {}

NoteTaker::~NoteTaker() {
  if (order_ != nullptr) order_->state = Noting::off;
}

void NoteTaker::prepare() {
  if (order_ == nullptr) return;
  table_.forget_notes();
  order_->state = Noting::preparing;
}

void NoteTaker::note(std::uint32_t epoch) {
  if (order_ == nullptr) return;
  order_->epoch = epoch;
  order_->state = Noting::on;
}

void NoteTaker::only_forget() {
  if (order_ != nullptr) order_->state = Noting::forgetting;
}

Aftermath NoteTaker::read() const {
  if (order_ == nullptr) return {};
  const Notes& notes = table_.notes();
  Gathering gathering(notes);
  for (const auto& [first, last] : table_.written(notes.things.data(), sizeof notes.things)) {
    const auto index = [&](std::size_t offset) { return offset / sizeof(NotedThing); };
    for (std::size_t i = index(first); i < index(last); ++i) gathering.add(notes.things[i]);
  }
  return {.survivors = std::move(gathering).found(), .lost = value(notes.lost)};
}

}  // namespace leakproof
