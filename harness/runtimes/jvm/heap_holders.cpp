// SPDX-License-Identifier: MIT
#include "runtimes/jvm/heap_holders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "model/sort_stably.hpp"
#include "runtimes/jvm/heap_paths.hpp"
#include "runtimes/jvm/thread_dump.hpp"

namespace leakproof {
namespace {

using Root = HeapGraph::Root;
using Step = HeapPaths::Step;

constexpr std::size_t most_holdings = 20'000;
constexpr std::size_t most_containers = 200;
constexpr std::size_t most_places = 16;
/// A step that has so many times as many objects as the one before it is a container's elements.
constexpr std::int64_t many = 16;

class Namer {
 public:
  Namer(const HeapGraph& graph, const std::vector<Step>& steps) : graph_(graph), steps_(steps) {}

  /// The places from the class of this step's objects to the root.
  std::vector<Place> stack_of(std::uint32_t leaf) const {
    const std::uint32_t elements = elements_above(leaf);
    bool is_within = elements != HeapGraph::none;
    std::vector<Place> stack;
    std::vector<std::size_t> users_objects;  // their places in it
    std::uint32_t inner = HeapGraph::none;   // the step that this one holds
    for (std::uint32_t at = leaf; at != HeapGraph::none; at = steps_[at].parent) {
      const Step& step = steps_[at];
      const bool is_full = stack.size() >= most_places && step.of_class != HeapGraph::none;
      const bool is_told = at == leaf || (!is_full && tells(step, inner));
      if (is_told && step.of_class != HeapGraph::none) {
        const HeapGraph::Class& own = class_of(step.of_class);
        if (own.is_the_users) users_objects.push_back(stack.size());
        stack.push_back({.function = own.name, .module = std::string(object_module)});
      }
      if (auto label = label_of(step, is_within); label && !is_full) {
        stack.push_back(*std::move(label));
      }
      if (at == elements) is_within = false;
      inner = at;
    }
    if (std::ranges::none_of(stack, is_held_by_the_user)) {
      for (const std::size_t at : users_objects) stack[at].module = "class path";
    }
    return stack;
  }

  /// "ArrayList Main.kept", "ArrayList in Main.byHost"; nullopt if the user holds none.
  std::optional<std::string> container_at(std::uint32_t leaf) const {
    std::string name = simple_name(steps_[leaf].of_class);
    bool is_in_another = false;
    for (std::uint32_t at = leaf; at != HeapGraph::none; at = steps_[at].parent) {
      const Step& step = steps_[at];
      if (at != leaf && (step.length >= 0 || is_of_a_thread_local(step))) is_in_another = true;
      if (!is_in_another && step.of_class != HeapGraph::none) name = simple_name(step.of_class);
      if (const auto label = label_of(step, false); label && !is_of_the_runtime(*label)) {
        return fmt::format("{} {}{}", name, is_in_another ? "in " : "", label->function);
      }
    }
    return std::nullopt;
  }

 private:
  static bool is_thread_local(std::string_view name) {
    return name.starts_with("java.lang.ThreadLocal") && name.find("Map") == name.npos;
  }

  bool is_of_a_thread_local(const Step& step) const {
    return step.of_class != HeapGraph::none && is_thread_local(class_of(step.of_class).name);
  }

  static bool is_of_the_runtime(const Place& place) {
    return place.module == thread_module || place.module == library_static_module;
  }

  // Does this place say that the user's code holds the objects?
  static bool is_held_by_the_user(const Place& place) {
    return place.module != object_module && place.module != inner_field_module &&
           !is_of_the_runtime(place);
  }

  // The outermost step on the path to this one that has many more objects than its parent.
  std::uint32_t elements_above(std::uint32_t leaf) const {
    std::uint32_t elements = HeapGraph::none;
    for (std::uint32_t at = leaf; steps_[at].parent != HeapGraph::none; at = steps_[at].parent) {
      const std::int64_t before = std::max<std::int64_t>(steps_[steps_[at].parent].objects, 1);
      if (steps_[at].objects >= many * before) elements = at;
    }
    return elements;
  }

  const HeapGraph::Class& class_of(std::uint32_t index) const { return graph_.classes[index]; }

  // Arrays and nested classes of a library's are inside its collections. A class of the user's is
  // named by its field that follows.
  bool tells(const Step& step, std::uint32_t inner) const {
    if (step.of_class == HeapGraph::none) return false;
    const HeapGraph::Class& own = class_of(step.of_class);
    if (is_thread_local(own.name)) return true;
    if (!own.is_the_users) {
      return !own.name.ends_with("[]") && own.name.find('$') == own.name.npos;
    }
    return inner == HeapGraph::none || !label_of(steps_[inner], false);
  }

  std::string name_of_field(std::uint32_t index) const {
    const HeapGraph::Field& field = graph_.fields[index];
    return class_of(field.of_class).name + "." + field.name;
  }

  std::optional<Place> label_of(const Step& step, bool is_within) const {
    if (step.of_class != HeapGraph::none) {
      if (step.field == HeapGraph::none) return std::nullopt;
      if (!class_of(graph_.fields[step.field].of_class).is_the_users) return std::nullopt;
      return Place{.function = name_of_field(step.field),
                   .module = std::string(is_within ? inner_field_module : field_module)};
    }
    const Root& root = step.root;
    if (root.kind == Root::Kind::static_field) {
      const bool is_the_users = class_of(graph_.fields[root.field].of_class).is_the_users;
      return Place{.function = name_of_field(root.field),
                   .module = std::string(is_the_users ? static_module : library_static_module)};
    }
    if (root.kind == Root::Kind::local && root.frame != HeapGraph::none) {
      const HeapGraph::Frame& frame = graph_.frames[root.frame];
      return Place{.function = std::string(variable_of) + frame.function,
                   .file = frame.file,
                   .line = frame.line,
                   .module = "class path"};
    }
    if (root.kind == Root::Kind::other) return std::nullopt;
    return Place{.function = "a thread", .module = std::string(thread_module)};
  }

  std::string simple_name(std::uint32_t index) const {
    const std::string& name = class_of(index).name;
    return name.substr(name.rfind('.') + 1);
  }

  const HeapGraph& graph_;
  const std::vector<Step>& steps_;
};

// By how much the sizes of each class differ from those in the dump, whose references have 8 bytes.
std::vector<double> scales(const HeapGraph& graph, std::span<const Holding> classes) {
  std::map<std::string_view, std::int64_t> in_heap;
  for (const Holding& holding : classes) in_heap[holding.stack.front().function] += holding.bytes;
  std::map<std::string_view, std::uint64_t> in_dump;
  for (const HeapGraph::Class& each : graph.classes) in_dump[each.name] += each.bytes;
  std::vector<double> scales;
  for (const HeapGraph::Class& each : graph.classes) {
    const auto known = in_heap.find(each.name);
    const std::uint64_t dumped = in_dump[each.name];
    const bool is_known = known != in_heap.end() && dumped > 0;
    scales.push_back(is_known ? static_cast<double>(known->second) / static_cast<double>(dumped)
                              : 1);
  }
  return scales;
}

// Classes that have no object in a dump, such as Class.
void add_undumped(const HeapGraph& graph, std::span<const Holding> classes,
                  std::vector<Holding>& holdings) {
  std::map<std::string_view, std::uint64_t> in_dump;
  for (const HeapGraph::Class& each : graph.classes) in_dump[each.name] += each.bytes;
  std::ranges::copy_if(classes, std::back_inserter(holdings), [&](const Holding& holding) {
    const auto found = in_dump.find(holding.stack.front().function);
    return found == in_dump.end() || found->second == 0;
  });
}

}  // namespace

Holders holders_in(const HeapGraph& graph, std::span<const Holding> classes) {
  const std::vector<double> scale = scales(graph, classes);
  const HeapPaths paths(graph, scale);
  const auto& steps = paths.steps();
  const Namer namer(graph, steps);
  Holders holders;
  std::map<std::string, std::int64_t> lengths;
  for (std::uint32_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (step.of_class == HeapGraph::none || step.objects == 0) continue;
    holders.holdings.push_back(
        {.bytes = std::llround(step.bytes), .count = step.objects, .stack = namer.stack_of(i)});
    if (step.length < 0) continue;
    if (auto name = namer.container_at(i)) {
      std::int64_t& length = lengths[*std::move(name)];
      length = std::max<std::int64_t>(length, step.length);
    }
  }
  sort_stably(holders.holdings, std::greater<>(), &Holding::bytes);
  if (holders.holdings.size() > most_holdings) holders.holdings.resize(most_holdings);
  add_undumped(graph, classes, holders.holdings);
  for (auto& [name, length] : lengths) {
    holders.containers.push_back({.name = name, .length = length});
  }
  sort_stably(holders.containers, std::greater<>(), &Container::length);
  if (holders.containers.size() > most_containers) holders.containers.resize(most_containers);
  return holders;
}

}  // namespace leakproof
