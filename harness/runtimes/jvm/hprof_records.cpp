// SPDX-License-Identifier: MIT
#include "runtimes/jvm/hprof_records.hpp"

#include <algorithm>

#include "runtimes/jvm/class_histogram.hpp"

namespace leakproof::hprof {
namespace {

constexpr std::string_view format = "JAVA PROFILE 1.0.";
constexpr std::size_t longest_string = 200;
constexpr std::size_t most_declared = 1'000'000;
constexpr std::uint32_t most_frames = 1000;

enum class Tag : std::uint8_t {
  utf8 = 0x01,
  load_class = 0x02,
  frame = 0x04,
  trace = 0x05,
  heap_dump = 0x0C,
  heap_dump_segment = 0x1C,
  end = 0x2C
};

enum class HeapTag : std::uint8_t {
  jni_global = 0x01,
  jni_local = 0x02,
  java_frame = 0x03,
  native_stack = 0x04,
  sticky_class = 0x05,
  thread_block = 0x06,
  monitor = 0x07,
  thread_object = 0x08,
  class_dump = 0x20,
  instance = 0x21,
  object_array = 0x22,
  primitive_array = 0x23,
  unknown = 0xFF
};

/// The name of an array of this type.
std::string_view array_name(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean[]";
    case Type::char_:
      return "char[]";
    case Type::float_:
      return "float[]";
    case Type::double_:
      return "double[]";
    case Type::byte:
      return "byte[]";
    case Type::short_:
      return "short[]";
    case Type::int_:
      return "int[]";
    case Type::long_:
      return "long[]";
    case Type::object:
      break;
  }
  return "";
}

/// Reads one of: the declarations, or the objects.
class Walk {
 public:
  Walk(int descriptor, Declarations* declarations, Visitor* objects)
      : stream_(descriptor), declarations_(declarations), objects_(objects) {}

  bool run() {
    const std::string head = stream_.text(format.size() + 2, format.size() + 2);
    stream_.id_bytes = stream_.u4();
    stream_.skip(8);
    if (!head.starts_with(format) || (stream_.id_bytes != 4 && stream_.id_bytes != 8)) return false;
    if (declarations_ != nullptr) declarations_->id_bytes = stream_.id_bytes;
    while (true) {
      const auto tag = static_cast<Tag>(stream_.u1());
      if (stream_.ended()) return false;
      stream_.skip(4);
      const std::uint64_t length = stream_.u4();
      if (tag == Tag::end) return true;
      const std::uint64_t end = stream_.position() + length;
      if (tag == Tag::heap_dump || tag == Tag::heap_dump_segment) {
        while (stream_.position() < end) {
          if (!heap_record() || stream_.ended()) return false;
        }
      } else if (declarations_ != nullptr) {
        declare(tag, static_cast<std::size_t>(length));
      }
      if (stream_.position() > end) return false;
      stream_.skip(end - stream_.position());
    }
  }

 private:
  void declare(Tag tag, std::size_t length) {
    Declarations& all = *declarations_;
    if (tag == Tag::utf8 && length >= stream_.id_bytes && all.strings.size() < most_declared) {
      const std::uint64_t id = stream_.id();
      all.strings.emplace(id, stream_.text(length - stream_.id_bytes, longest_string));
    } else if (tag == Tag::load_class && all.names_by_serial.size() < most_declared) {
      const std::uint32_t serial = stream_.u4();
      const std::uint64_t id = stream_.id();
      stream_.skip(4);
      const std::uint64_t name = stream_.id();
      all.names_of_classes.emplace(id, name);
      all.names_by_serial.emplace(serial, name);
    } else if (tag == Tag::frame && all.frames.size() < most_declared) {
      const std::uint64_t id = stream_.id();
      Declarations::FrameRecord frame{.method = stream_.id()};
      stream_.skip(stream_.id_bytes);  // the signature
      frame.file = stream_.id();
      frame.of_class = stream_.u4();
      frame.line = static_cast<std::int32_t>(stream_.u4());
      all.frames.emplace(id, frame);
    } else if (tag == Tag::trace && all.stacks.size() < most_declared) {
      stream_.skip(4);
      const std::uint32_t thread = stream_.u4();
      const std::uint32_t frames = std::min(stream_.u4(), most_frames);
      std::vector<std::uint64_t>& stack = all.stacks[thread];
      stack.clear();
      for (std::uint32_t i = 0; i < frames && !stream_.ended(); ++i) stack.push_back(stream_.id());
    }
  }

  bool heap_record() {
    const auto kind = static_cast<HeapTag>(stream_.u1());
    switch (kind) {
      case HeapTag::unknown:
      case HeapTag::sticky_class:
      case HeapTag::monitor:
        root(0);
        return true;
      case HeapTag::jni_global:
        root(stream_.id_bytes);
        return true;
      case HeapTag::native_stack:
      case HeapTag::thread_block:
        root(4);
        return true;
      case HeapTag::jni_local:
      case HeapTag::java_frame:
      case HeapTag::thread_object:
        thread_root(kind == HeapTag::thread_object);
        return true;
      case HeapTag::class_dump:
        return class_dump();
      case HeapTag::instance:
        instance();
        return true;
      case HeapTag::object_array:
        object_array();
        return true;
      case HeapTag::primitive_array:
        return primitive_array();
    }
    return false;
  }

  void root(std::size_t more) {
    const std::uint64_t id = stream_.id();
    stream_.skip(more);
    if (declarations_ != nullptr && declarations_->other_roots.size() < most_declared) {
      declarations_->other_roots.push_back(id);
    }
  }

  void thread_root(bool is_thread) {
    ThreadRoot root{.id = stream_.id(), .thread = stream_.u4(), .frame = stream_.u4()};
    root.is_thread = is_thread;
    if (declarations_ != nullptr && declarations_->thread_roots.size() < most_declared) {
      declarations_->thread_roots.push_back(root);
    }
  }

  bool class_dump() {
    ClassDump dump{.id = stream_.id()};
    stream_.skip(4);
    dump.super = stream_.id();
    stream_.skip(5 * stream_.id_bytes + 4);
    const std::uint64_t constants = stream_.number(2);
    for (std::uint64_t i = 0; i < constants; ++i) {
      stream_.skip(2);
      const std::size_t bytes = bytes_of(static_cast<Type>(stream_.u1()), stream_.id_bytes);
      if (bytes == 0) return false;
      stream_.skip(bytes);
    }
    const std::uint64_t statics = stream_.number(2);
    for (std::uint64_t i = 0; i < statics; ++i) {
      StaticField field{.name = stream_.id()};
      const auto type = static_cast<Type>(stream_.u1());
      const std::size_t bytes = bytes_of(type, stream_.id_bytes);
      if (bytes == 0) return false;
      field.value = stream_.number(bytes);
      if (type == Type::object && field.value != 0) dump.statics.push_back(field);
    }
    const std::uint64_t fields = stream_.number(2);
    for (std::uint64_t i = 0; i < fields; ++i) {
      DeclaredField field{.name = stream_.id()};
      field.type = static_cast<Type>(stream_.u1());
      if (bytes_of(field.type, stream_.id_bytes) == 0) return false;
      dump.fields.push_back(field);
    }
    if (declarations_ != nullptr && declarations_->classes.size() < most_declared) {
      declarations_->classes.push_back(std::move(dump));
    }
    return true;
  }

  void instance() {
    const std::uint64_t id = stream_.id();
    stream_.skip(4);
    const std::uint64_t of_class = stream_.id();
    const std::uint32_t bytes = stream_.u4();
    if (objects_ == nullptr) return stream_.skip(bytes);
    objects_->instance(id, of_class, bytes, stream_);
  }

  void object_array() {
    const std::uint64_t id = stream_.id();
    stream_.skip(4);
    const std::uint32_t length = stream_.u4();
    const std::uint64_t of_class = stream_.id();
    if (objects_ == nullptr) return stream_.skip(std::uint64_t{length} * stream_.id_bytes);
    objects_->array(id, of_class, length, stream_);
  }

  bool primitive_array() {
    const std::uint64_t id = stream_.id();
    stream_.skip(4);
    const std::uint32_t length = stream_.u4();
    const auto type = static_cast<Type>(stream_.u1());
    const std::uint64_t bytes = std::uint64_t{length} * bytes_of(type, stream_.id_bytes);
    stream_.skip(bytes);
    if (array_name(type).empty()) return false;
    if (objects_ != nullptr) objects_->primitives(id, array_name(type), bytes);
    return true;
  }

  HprofStream stream_;
  Declarations* declarations_;
  Visitor* objects_;
};

}  // namespace

std::size_t bytes_of(Type type, std::size_t id_bytes) {
  switch (type) {
    case Type::object:
      return id_bytes;
    case Type::boolean:
    case Type::byte:
      return 1;
    case Type::char_:
    case Type::short_:
      return 2;
    case Type::float_:
    case Type::int_:
      return 4;
    case Type::double_:
    case Type::long_:
      return 8;
  }
  return 0;
}

std::string Declarations::string(std::uint64_t id) const {
  const auto found = strings.find(id);
  return found == strings.end() ? "?" : found->second;
}

// "java/lang/String", "[B"; a hidden class, such as that of a lambda expression, has its address
// after a "+" or a "/".
std::string Declarations::class_name(std::uint64_t id) const {
  const auto found = names_of_classes.find(id);
  std::string name = found == names_of_classes.end() ? "?" : string(found->second);
  const std::size_t address = std::min(name.find("+0x"), name.find("/0x"));
  if (address != name.npos) name.erase(address);
  std::ranges::replace(name, '/', '.');
  return name_in_java(name);
}

std::optional<Frame> Declarations::first_frame(
    const ThreadRoot& root, const std::function<bool(const std::string&)>& wanted) const {
  const auto stack = stacks.find(root.thread);
  if (stack == stacks.end()) return std::nullopt;
  for (std::size_t i = root.frame; i < stack->second.size(); ++i) {
    const auto record = frames.find(stack->second[i]);
    if (record == frames.end()) continue;
    const auto of_class = names_by_serial.find(record->second.of_class);
    std::string function = of_class == names_by_serial.end() ? "?" : string(of_class->second);
    std::ranges::replace(function, '/', '.');
    function += "." + string(record->second.method);
    if (!wanted(function)) continue;
    const bool has_line = record->second.line > 0;
    return Frame{.function = std::move(function),
                 .file = has_line ? string(record->second.file) : "",
                 .line = has_line ? record->second.line : 0};
  }
  return std::nullopt;
}

std::optional<Declarations> read_declarations(int descriptor) {
  Declarations declarations;
  if (!Walk(descriptor, &declarations, nullptr).run()) return std::nullopt;
  return declarations;
}

bool read_objects(int descriptor, Visitor& objects) {
  return Walk(descriptor, nullptr, &objects).run();
}

}  // namespace leakproof::hprof
