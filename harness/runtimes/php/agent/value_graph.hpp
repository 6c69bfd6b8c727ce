// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtimes/php/agent/zend_layout.hpp"

namespace leakproof::php {

enum class Step : std::uint8_t {
  global,
  static_property,  // of `owner`, a class
  static_variable,  // of `owner`, a function
  local,            // the same
  property,
  key,
  index,
  inside,  // of an object of PHP's own, which has no name for it
};

/// An array or object that the program can reach, and how.
struct Node {
  void* value;  // zend_array or zend_object
  bool is_object;
  Step step;
  std::uint32_t parent;  // index; that of itself for a variable
  const void* owner;
  std::string_view name;
  std::uint64_t index;
  std::uint64_t path;  // a hash of the way
  std::size_t length;
};

/// Finds them from the variables of a program, breadth first. Bounded in size and in time.
class ValueGraph {
 public:
  /// Null if there is no address space, or this version of PHP is not known.
  static ValueGraph* create();

  /// Forgets what it knows, and looks again.
  void walk();

  std::uint32_t size() const { return size_; }
  const Node& node(std::uint32_t index) const { return nodes_[index]; }

 private:
  static constexpr std::uint32_t most_nodes = 1 << 16;
  static constexpr std::uint32_t most_known = 2 * most_nodes;
  static constexpr int most_elements = 200;  // of each that are followed
  static constexpr int most_frames = 256;
  static constexpr int most_definitions = 20'000;  // functions or classes
  static constexpr std::int64_t most_microseconds = 200'000;

  struct Edge {
    Step step{};
    std::string_view name{};
    const void* owner = nullptr;
    std::uint64_t index = 0;
  };

  void add_variables();
  void add_classes();
  void add_static_members(const zend_class&);
  void add_functions(zend_array*);
  void add_static_variables(const zend_code&);
  void add_locals();
  void add(const zval*, const Edge&);
  bool is_new(const void*);
  void expand(std::uint32_t);
  void expand_object(Node&);
  void add_declared(const zend_object&);
  void add_elements(zend_array*, Step with_key, const void* owner);

  std::uint32_t size_;
  std::uint32_t parent_;  // of what is added; size_: none
  Node nodes_[most_nodes];
  const void* known_[most_known];
};

}  // namespace leakproof::php
