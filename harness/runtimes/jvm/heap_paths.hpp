// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtimes/jvm/heap_graph.hpp"

namespace leakproof {

/// The shortest path from a root to each object. Objects with the same classes and fields on their
/// paths are one step.
class HeapPaths {
 public:
  struct Step {
    std::uint32_t parent = HeapGraph::none;
    std::uint32_t of_class = HeapGraph::none;  // none: a root
    std::uint32_t field = HeapGraph::none;     // that leads to it from its parent
    HeapGraph::Root root{};
    std::int64_t objects = 0;
    double bytes = 0;
    std::int32_t length = -1;  // of the longest collection
  };

  /// `scale`: what each byte of a class's objects in the dump comes to in the heap.
  HeapPaths(const HeapGraph&, const std::vector<double>& scale);

  const std::vector<Step>& steps() const { return steps_; }

 private:
  struct Reached {
    std::uint32_t object = 0;
    std::uint32_t step = 0;
  };

  void seed(HeapGraph::Root::Kind, bool only_users);
  void follow(bool everything);
  void reach(std::uint32_t object, std::uint32_t parent, std::uint32_t field);
  std::uint32_t root_step(const HeapGraph::Root&);
  std::uint32_t child(std::uint32_t parent, std::uint32_t of_class, std::uint32_t field);
  bool is_the_users(const HeapGraph::Root&) const;

  const HeapGraph& graph_;
  const std::vector<double>& scale_;
  std::vector<Step> steps_{};
  std::unordered_map<std::uint64_t, std::uint32_t> roots_{};
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> children_{};
  std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> thread_values_{};
  std::vector<std::uint8_t> is_reached_{};
  std::vector<Reached> queue_{};
  std::size_t next_ = 0;
};

}  // namespace leakproof
