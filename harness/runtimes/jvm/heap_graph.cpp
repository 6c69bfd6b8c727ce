// SPDX-License-Identifier: MIT
#include "runtimes/jvm/heap_graph.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "runtimes/jvm/hprof_records.hpp"

namespace leakproof {
namespace {

using hprof::Type;

constexpr std::size_t most_objects = 4'000'000;
constexpr std::size_t most_references = 16'000'000;
constexpr std::size_t most_supers = 100;

/// What a field of an object is read for.
struct Slot {
  enum class Use { skipped, reference, referent, value, size, head, tail };
  Use use = Use::skipped;
  std::uint8_t bytes = 0;
  std::uint32_t field = HeapGraph::none;
};

struct Layout {
  std::vector<Slot> slots{};
  bool is_known = false;
  bool is_thread_local_entry = false;
  bool is_ring = false;  // has a head and a tail in an array, as ArrayDeque
};

class GraphReader : public hprof::Visitor {
 public:
  GraphReader(hprof::Declarations declarations, const UsersClasses& users, HeapGraph& graph)
      : all_(std::move(declarations)), users_(users), graph_(graph) {
    for (const hprof::ClassDump& dump : all_.classes) {
      const auto index = static_cast<std::uint32_t>(graph_.classes.size());
      index_of_class_.emplace(dump.id, index);
      HeapGraph::Class made{.name = all_.class_name(dump.id), .id = dump.id, .super = dump.super};
      made.is_the_users = users.has(made.name);
      graph_.classes.push_back(std::move(made));
    }
    for (HeapGraph::Class& each : graph_.classes) mark(each);
    layouts_.resize(graph_.classes.size());
    add_roots();
  }

  void instance(std::uint64_t id, std::uint64_t of_class, std::uint32_t bytes,
                HprofStream& stream) override {
    const std::uint64_t end = stream.position() + bytes;
    const auto found = index_of_class_.find(of_class);
    if (found != index_of_class_.end() && add(id, found->second, bytes)) {
      const Layout& layout = layout_of(found->second);
      std::uint64_t referent = 0;
      std::int64_t head = -1;
      std::int64_t tail = -1;
      for (const Slot& slot : layout.slots) {
        if (stream.position() + slot.bytes > end) break;
        const std::uint64_t value = stream.number(slot.bytes);
        if (slot.use == Slot::Use::reference || slot.use == Slot::Use::value) refer(value, slot);
        if (slot.use == Slot::Use::referent) referent = value;
        if (slot.use == Slot::Use::value && layout.is_thread_local_entry && referent == 0) {
          value_ = value;  // its referent follows: it is a field of a superclass
        }
        if (slot.use == Slot::Use::size) set_length(value);
        if (slot.use == Slot::Use::head) head = static_cast<std::int32_t>(value);
        if (slot.use == Slot::Use::tail) tail = static_cast<std::int32_t>(value);
      }
      if (layout.is_thread_local_entry && referent != 0 && value_ != 0) {
        graph_.thread_values.push_back({.local = referent, .value = value_});
      }
      value_ = 0;
      if (layout.is_ring) rings_.push_back({graph_.objects.size() - 1, head, tail});
    }
    if (stream.position() < end) stream.skip(end - stream.position());
  }

  void array(std::uint64_t id, std::uint64_t of_class, std::uint32_t length,
             HprofStream& stream) override {
    const auto found = index_of_class_.find(of_class);
    if (found == index_of_class_.end() || !add(id, found->second, 4 * std::uint64_t{length})) {
      return stream.skip(std::uint64_t{length} * stream.id_bytes);
    }
    array_lengths_[id] = length;
    for (std::uint32_t i = 0; i < length && !stream.ended(); ++i) refer(stream.id(), {});
  }

  void primitives(std::uint64_t id, std::string_view name, std::uint64_t bytes) override {
    const auto known = primitives_.find(name);
    if (known != primitives_.end()) return (void)add(id, known->second, bytes);
    const auto found = std::ranges::find(graph_.classes, name, &HeapGraph::Class::name);
    if (found == graph_.classes.end()) return;
    const auto index = static_cast<std::uint32_t>(found - graph_.classes.begin());
    primitives_.emplace(found->name, index);
    add(id, index, bytes);
  }

  bool is_too_large() const { return is_too_large_; }

  // Once all objects are known.
  void finish() {
    for (const auto& [object, head, tail] : rings_) set_length_of_ring(object, head, tail);
    sort_objects();
    for (auto& reference : graph_.references) reference.object = graph_.index_of(reference.id);
    for (auto& root : graph_.roots) root.object = graph_.index_of(root.id);
  }

 private:
  struct Ring {
    std::size_t object = 0;
    std::int64_t head = 0;
    std::int64_t tail = 0;
  };

  // Is this class, or one that it extends, named like this?
  bool extends(std::uint64_t id, std::string_view name) const {
    for (std::size_t i = 0; i < most_supers; ++i) {
      const auto found = index_of_class_.find(id);
      if (found == index_of_class_.end()) return false;
      if (graph_.classes[found->second].name == name) return true;
      id = graph_.classes[found->second].super;
    }
    return false;
  }

  void mark(HeapGraph::Class& marked) const {
    marked.is_weak = extends(marked.id, "java.lang.ref.WeakReference") ||
                     extends(marked.id, "java.lang.ref.PhantomReference");
    constexpr std::array<std::string_view, 4> apart{"java.lang.Thread", "java.lang.ThreadGroup",
                                                    "java.lang.ClassLoader", "java.lang.Module"};
    marked.is_apart =
        std::ranges::any_of(apart, [&](std::string_view name) { return extends(marked.id, name); });
  }

  std::uint32_t field_of(std::uint32_t of_class, std::uint64_t name) {
    graph_.fields.push_back({.of_class = of_class, .name = all_.string(name)});
    return static_cast<std::uint32_t>(graph_.fields.size() - 1);
  }

  void add_roots() {
    for (std::uint32_t i = 0; i < all_.classes.size(); ++i) {
      for (const hprof::StaticField& field : all_.classes[i].statics) {
        graph_.roots.push_back({.kind = HeapGraph::Root::Kind::static_field,
                                .id = field.value,
                                .field = field_of(i, field.name)});
      }
    }
    for (const hprof::ThreadRoot& root : all_.thread_roots) {
      graph_.roots.push_back(
          {.kind = root.is_thread ? HeapGraph::Root::Kind::thread : HeapGraph::Root::Kind::local,
           .id = root.id,
           .frame = root.is_thread ? HeapGraph::none : frame_of(root)});
    }
    for (const std::uint64_t id : all_.other_roots) graph_.roots.push_back({.id = id});
  }

  std::uint32_t frame_of(const hprof::ThreadRoot& root) {
    const auto frame =
        all_.first_frame(root, [&](const std::string& name) { return users_.has_member(name); });
    if (!frame) return HeapGraph::none;
    graph_.frames.push_back(
        {.function = frame->function, .file = frame->file, .line = frame->line});
    return static_cast<std::uint32_t>(graph_.frames.size() - 1);
  }

  const Layout& layout_of(std::uint32_t index) {
    Layout& layout = layouts_[index];
    if (std::exchange(layout.is_known, true)) return layout;
    const std::string& name = graph_.classes[index].name;
    layout.is_thread_local_entry = name == "java.lang.ThreadLocal$ThreadLocalMap$Entry";
    layout.is_ring = name == "java.util.ArrayDeque";
    std::uint32_t current = index;
    for (std::size_t i = 0; i < most_supers; ++i) {
      for (const hprof::DeclaredField& field : all_.classes[current].fields) {
        layout.slots.push_back(slot_of(field, current, index, layout.is_ring));
      }
      const auto super = index_of_class_.find(graph_.classes[current].super);
      if (super == index_of_class_.end()) break;
      current = super->second;
    }
    return layout;
  }

  Slot slot_of(const hprof::DeclaredField& field, std::uint32_t declared, std::uint32_t index,
               bool is_ring) {
    const std::string name = all_.string(field.name);
    Slot slot{.bytes = static_cast<std::uint8_t>(hprof::bytes_of(field.type, all_.id_bytes))};
    if (field.type == Type::object) {
      slot.use = Slot::Use::reference;
      if (graph_.classes[declared].name == "java.lang.ref.Reference") {
        const bool is_referent = name == "referent";
        if (!is_referent || graph_.classes[index].is_weak) slot.use = Slot::Use::skipped;
        if (is_referent && graph_.classes[index].is_weak) slot.use = Slot::Use::referent;
      } else if (name == "value") {
        slot.use = Slot::Use::value;
      }
      slot.field = field_of(declared, field.name);
    } else if (is_ring && field.type == Type::int_) {
      if (name == "head") slot.use = Slot::Use::head;
      if (name == "tail") slot.use = Slot::Use::tail;
    } else if ((field.type == Type::int_ &&
                (name == "size" || name == "elementCount" || name == "count")) ||
               (field.type == Type::long_ && name == "baseCount")) {
      if (is_collection(graph_.classes[declared].name)) slot.use = Slot::Use::size;
    }
    return slot;
  }

  static bool is_collection(std::string_view name) {
    constexpr std::array<std::string_view, 8> words{"List",  "Map",    "Set",   "Queue",
                                                    "Deque", "Vector", "Table", "Cache"};
    return name.find('$') == name.npos && std::ranges::any_of(words, [&](std::string_view word) {
             return name.find(word) != name.npos;
           });
  }

  bool add(std::uint64_t id, std::uint32_t of_class, std::uint64_t bytes) {
    if (graph_.objects.size() >= most_objects || graph_.references.size() >= most_references) {
      is_too_large_ = true;
      return false;
    }
    constexpr std::uint64_t header = 16;
    const auto whole =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(bytes + header, HeapGraph::none));
    graph_.classes[of_class].bytes += whole;
    graph_.objects.push_back(
        {.id = id, .of_class = of_class, .bytes = whole, .first = graph_.references.size()});
    return true;
  }

  void refer(std::uint64_t id, const Slot& slot) {
    if (id != 0) graph_.references.push_back({.id = id, .field = slot.field});
  }

  void set_length(std::uint64_t value) {
    graph_.objects.back().length =
        static_cast<std::int32_t>(std::min<std::uint64_t>(value, 1 << 30));
  }

  void set_length_of_ring(std::size_t object, std::int64_t head, std::int64_t tail) {
    const std::size_t first = graph_.objects[object].first;
    if (first >= graph_.references.size() || head < 0 || tail < 0) return;
    const auto elements = array_lengths_.find(graph_.references[first].id);
    if (elements == array_lengths_.end()) return;
    const std::int64_t length = tail - head + (tail < head ? elements->second : 0);
    graph_.objects[object].length = static_cast<std::int32_t>(std::max<std::int64_t>(length, 0));
  }

  // The references stay in the order of the dump, so that each object keeps the number of its own.
  void sort_objects() {
    auto& objects = graph_.objects;
    for (std::size_t i = 0; i < objects.size(); ++i) {
      const std::size_t end =
          i + 1 < objects.size() ? objects[i + 1].first : graph_.references.size();
      ends_.push_back(end);
    }
    if (std::ranges::is_sorted(objects, {}, &HeapGraph::Object::id)) return;
    std::vector<std::uint32_t> order(objects.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order, {}, [&](std::uint32_t i) { return objects[i].id; });
    std::vector<HeapGraph::Object> sorted;
    std::vector<HeapGraph::Reference> references;
    sorted.reserve(objects.size());
    references.reserve(graph_.references.size());
    for (const std::uint32_t i : order) {
      HeapGraph::Object object = objects[i];
      const std::size_t first = references.size();
      for (std::size_t at = object.first; at < ends_[i]; ++at) {
        references.push_back(graph_.references[at]);
      }
      object.first = first;
      sorted.push_back(object);
    }
    objects = std::move(sorted);
    graph_.references = std::move(references);
  }

  hprof::Declarations all_;
  const UsersClasses& users_;
  HeapGraph& graph_;
  std::unordered_map<std::uint64_t, std::uint32_t> index_of_class_{};
  std::unordered_map<std::uint64_t, std::uint32_t> array_lengths_{};
  std::unordered_map<std::string_view, std::uint32_t> primitives_{};
  std::vector<Layout> layouts_{};
  std::vector<Ring> rings_{};
  std::vector<std::size_t> ends_{};
  std::uint64_t value_ = 0;
  bool is_too_large_ = false;
};

}  // namespace

std::uint32_t HeapGraph::index_of(std::uint64_t id) const {
  const auto found = std::ranges::lower_bound(objects, id, {}, &Object::id);
  return found != objects.end() && found->id == id
             ? static_cast<std::uint32_t>(found - objects.begin())
             : none;
}

std::optional<HeapGraph> read_heap_dump(int descriptor, const UsersClasses& users) {
  auto declarations = hprof::read_declarations(descriptor);
  if (!declarations) return std::nullopt;
  HeapGraph graph;
  GraphReader reader(*std::move(declarations), users, graph);
  if (!hprof::read_objects(descriptor, reader) || reader.is_too_large()) return std::nullopt;
  reader.finish();
  return graph;
}

}  // namespace leakproof
