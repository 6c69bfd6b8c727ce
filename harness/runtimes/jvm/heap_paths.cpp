// SPDX-License-Identifier: MIT
#include "runtimes/jvm/heap_paths.hpp"

#include <algorithm>

namespace leakproof {
namespace {

using Root = HeapGraph::Root;

constexpr std::size_t most_steps = 200'000;
constexpr int most_steps_outwards = 40;

}  // namespace

// What the user's code holds is followed first, and not through threads or class loaders, from
// which all can be reached.
HeapPaths::HeapPaths(const HeapGraph& graph, const std::vector<double>& scale)
    : graph_(graph), scale_(scale), is_reached_(graph.objects.size()) {
  for (const auto& [local, value] : graph.thread_values) thread_values_[local].push_back(value);
  for (const Root::Kind kind : {Root::Kind::static_field, Root::Kind::local}) {
    seed(kind, true);
    follow(false);
  }
  seed(Root::Kind::thread, false);
  follow(false);
  for (const Root::Kind kind : {Root::Kind::static_field, Root::Kind::local, Root::Kind::other}) {
    seed(kind, false);
  }
  follow(true);
  for (std::uint32_t i = 0; i < graph.objects.size(); ++i) {
    if (is_reached_[i] == 0) reach(i, root_step({}), HeapGraph::none);
  }
}

bool HeapPaths::is_the_users(const Root& root) const {
  if (root.kind == Root::Kind::local) return root.frame != HeapGraph::none;
  if (root.field == HeapGraph::none) return false;
  return graph_.classes[graph_.fields[root.field].of_class].is_the_users;
}

void HeapPaths::seed(Root::Kind kind, bool only_users) {
  for (const Root& root : graph_.roots) {
    if (root.kind != kind || root.object == HeapGraph::none) continue;
    if (only_users) {
      const std::uint32_t of_class = graph_.objects[root.object].of_class;
      if (!is_the_users(root) || graph_.classes[of_class].is_apart) continue;
    }
    reach(root.object, root_step(root), HeapGraph::none);
  }
}

void HeapPaths::follow(bool everything) {
  while (next_ < queue_.size()) {
    const auto [object, step] = queue_[next_++];
    const std::size_t first = graph_.objects[object].first;
    const std::size_t end = object + 1 < graph_.objects.size() ? graph_.objects[object + 1].first
                                                               : graph_.references.size();
    for (std::size_t i = first; i < end; ++i) {
      const auto& [id, target, field] = graph_.references[i];
      if (target == HeapGraph::none) continue;
      const bool is_apart = graph_.classes[graph_.objects[target].of_class].is_apart;
      if (everything || !is_apart) reach(target, step, field);
    }
    if (const auto values = thread_values_.find(graph_.objects[object].id);
        values != thread_values_.end()) {
      for (const std::uint64_t value : values->second) {
        const std::uint32_t target = graph_.index_of(value);
        if (target != HeapGraph::none) reach(target, step, HeapGraph::none);
      }
    }
  }
}

void HeapPaths::reach(std::uint32_t object, std::uint32_t parent, std::uint32_t field) {
  if (is_reached_[object] != 0) return;
  is_reached_[object] = 1;
  const HeapGraph::Object& reached = graph_.objects[object];
  const std::uint32_t at = child(parent, reached.of_class, field);
  Step& step = steps_[at];
  ++step.objects;
  step.bytes += reached.bytes * scale_[reached.of_class];
  step.length = std::max(step.length, reached.length);
  queue_.push_back({.object = object, .step = at});
}

std::uint32_t HeapPaths::root_step(const Root& root) {
  const std::uint32_t name = root.kind == Root::Kind::local ? root.frame : root.field;
  const std::uint64_t key = (static_cast<std::uint64_t>(root.kind) << 32) | name;
  const auto [found, is_new] = roots_.emplace(key, static_cast<std::uint32_t>(steps_.size()));
  if (is_new) steps_.push_back({.root = root, .objects = 1});
  return found->second;
}

// A class that refers to itself, as the nodes of a list, makes one step, and so do several that
// refer to each other.
std::uint32_t HeapPaths::child(std::uint32_t parent, std::uint32_t of_class, std::uint32_t field) {
  if (steps_[parent].of_class == of_class) return parent;
  std::uint32_t ancestor = parent;
  for (int i = 0; i < most_steps_outwards && ancestor != HeapGraph::none; ++i) {
    const Step& step = steps_[ancestor];
    if (step.of_class == of_class && step.field == field) return ancestor;
    ancestor = step.parent;
  }
  auto& children = children_[(static_cast<std::uint64_t>(parent) << 32) | of_class];
  const auto found =
      std::ranges::find(children, field, [&](std::uint32_t step) { return steps_[step].field; });
  if (found != children.end()) return *found;
  if (ancestor != HeapGraph::none || steps_.size() >= most_steps) return parent;
  const auto made = static_cast<std::uint32_t>(steps_.size());
  children.push_back(made);
  steps_.push_back({.parent = parent, .of_class = of_class, .field = field});
  return made;
}

}  // namespace leakproof
