// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "runtimes/jvm/users_classes.hpp"

namespace leakproof {

/// The objects of a JVM and their references, from a heap dump.
struct HeapGraph {
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  struct Class {
    std::string name{};  // in Java's spelling
    std::uint64_t id = 0;
    std::uint64_t super = 0;
    bool is_the_users = false;
    bool is_weak = false;     // refers weakly to its referent
    bool is_apart = false;    // a thread, a group of them, or a class loader: they refer to all
    std::uint64_t bytes = 0;  // of its objects, as the dump has them
  };

  struct Field {
    std::uint32_t of_class = none;
    std::string name{};
  };

  struct Reference {
    std::uint64_t id = 0;         // of the object
    std::uint32_t object = none;  // its index; none: a class, or unknown
    std::uint32_t field = none;   // none: an element of an array
  };

  struct Object {
    std::uint64_t id = 0;
    std::uint32_t of_class = 0;
    std::uint32_t bytes = 0;   // without a header
    std::size_t first = 0;     // of its references, up to those of the next object
    std::int32_t length = -1;  // of a collection; -1: no collection
  };

  /// A local variable, or another root that a thread has.
  struct Frame {
    std::string function{};
    std::string file{};
    int line = 0;
  };

  struct Root {
    enum class Kind { static_field, local, thread, other };
    Kind kind = Kind::other;
    std::uint64_t id = 0;
    std::uint32_t object = none;
    std::uint32_t field = none;  // of a static field
    std::uint32_t frame = none;  // of a local variable: the first frame outwards that is the user's
  };

  /// What a thread keeps for a ThreadLocal.
  struct ThreadValue {
    std::uint64_t local = 0;
    std::uint64_t value = 0;
  };

  std::vector<Class> classes{};
  std::vector<Field> fields{};
  std::vector<Object> objects{};  // by their ids
  std::vector<Reference> references{};
  std::vector<Frame> frames{};
  std::vector<Root> roots{};
  std::vector<ThreadValue> thread_values{};

  std::uint32_t index_of(std::uint64_t id) const;
};

/// The dump in this file. nullopt if it is not one, is not whole, or has more than a bounded number
/// of objects.
std::optional<HeapGraph> read_heap_dump(int descriptor, const UsersClasses& = UsersClasses());

}  // namespace leakproof
