// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"
#include "runtimes/jvm/heap_graph.hpp"

namespace leakproof {

/// The modules of the places in a holder's path.
constexpr std::string_view static_module = "static field";
constexpr std::string_view library_static_module = "library's static field";
constexpr std::string_view field_module = "field";
constexpr std::string_view object_module = "object";
/// A field of the objects that a container holds.
constexpr std::string_view inner_field_module = "field of each";

/// What a local variable is called by, before the name of its method.
constexpr std::string_view variable_of = "local variable of ";

/// What holds the objects of a heap.
struct Holders {
  /// Those that are held by one path from a root are one holding. Its stack begins with their class
  /// and ends with the root: "byte[]", "java.util.ArrayList", "Main.kept". A static field or a
  /// local variable of the user's is preferred, then a thread. Objects of one kind that hold each
  /// other, as in a linked list, are one place.
  std::vector<Holding> holdings{};
  /// Collections that a field or a local variable of the user's holds: "ArrayList Main.kept". Of
  /// those with the same name, the longest.
  std::vector<Container> containers{};
};

/// `classes`: of the same heap, from its class histogram, which knows the true sizes of objects.
Holders holders_in(const HeapGraph&, std::span<const Holding> classes);

}  // namespace leakproof
