// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtimes/jvm/hprof_stream.hpp"

/// The records of a heap dump in HotSpot's format. A dump may name a class after its first object,
/// so it is read twice.
namespace leakproof::hprof {

enum class Type : std::uint8_t {
  object = 2,
  boolean = 4,
  char_ = 5,
  float_ = 6,
  double_ = 7,
  byte = 8,
  short_ = 9,
  int_ = 10,
  long_ = 11
};

/// Of a value; 0 if there is no such type.
std::size_t bytes_of(Type, std::size_t id_bytes);

struct StaticField {
  std::uint64_t name = 0;
  std::uint64_t value = 0;
};

struct DeclaredField {
  std::uint64_t name = 0;
  Type type = Type::object;
};

struct ClassDump {
  std::uint64_t id = 0;
  std::uint64_t super = 0;
  std::vector<StaticField> statics{};  // those that refer to an object
  std::vector<DeclaredField> fields{};
};

/// A local variable of a frame, or the object of the thread itself.
struct ThreadRoot {
  std::uint64_t id = 0;
  std::uint32_t thread = 0;
  std::uint32_t frame = 0;  // 0: the innermost
  bool is_thread = false;
};

struct Frame {
  std::string function{};
  std::string file{};
  int line = 0;
};

/// All that is not an object.
struct Declarations {
  struct FrameRecord {
    std::uint64_t method = 0;
    std::uint64_t file = 0;
    std::uint32_t of_class = 0;  // its serial number
    std::int32_t line = 0;
  };

  std::size_t id_bytes = 8;
  std::unordered_map<std::uint64_t, std::string> strings{};
  std::unordered_map<std::uint64_t, std::uint64_t> names_of_classes{};  // by id
  std::unordered_map<std::uint32_t, std::uint64_t> names_by_serial{};
  std::unordered_map<std::uint64_t, FrameRecord> frames{};
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> stacks{};  // of each thread
  std::vector<ClassDump> classes{};
  std::vector<ThreadRoot> thread_roots{};
  std::vector<std::uint64_t> other_roots{};

  std::string string(std::uint64_t id) const;
  std::string class_name(std::uint64_t id) const;

  /// The first frame from this root's outwards whose function is as wanted.
  std::optional<Frame> first_frame(const ThreadRoot&,
                                   const std::function<bool(const std::string&)>& wanted) const;
};

class Visitor {
 public:
  virtual ~Visitor() = default;
  /// These two may read up to the end of the object's data.
  virtual void instance(std::uint64_t id, std::uint64_t of_class, std::uint32_t bytes,
                        HprofStream&) = 0;
  virtual void array(std::uint64_t id, std::uint64_t of_class, std::uint32_t length,
                     HprofStream&) = 0;
  virtual void primitives(std::uint64_t id, std::string_view class_name, std::uint64_t bytes) = 0;
};

/// nullopt if this is no such file.
std::optional<Declarations> read_declarations(int descriptor);

/// False if the file ends within a record.
bool read_objects(int descriptor, Visitor&);

}  // namespace leakproof::hprof
