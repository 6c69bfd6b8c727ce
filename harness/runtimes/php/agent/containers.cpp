// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/containers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "runtimes/native/own_memory.hpp"
#include "runtimes/php/agent/value_graph.hpp"

namespace leakproof::php {
namespace {

constexpr std::size_t most_containers = 8;
constexpr std::uint32_t most_remembered = 1 << 17;

/// How long containers were when they were first seen, by the way to them. All zero: empty.
struct FirstLengths {
  struct Entry {
    std::uint64_t path;
    std::uint32_t length, look;
  };
  std::uint32_t size, look;
  Entry entries[most_remembered];
};

ValueGraph* graph = nullptr;
FirstLengths* first = nullptr;

// By how much it has grown; 0 if another one was reached by the same way.
std::uint64_t growth_of(const Node& node) {
  const std::uint64_t path = node.path | 1;
  auto at = static_cast<std::uint32_t>(path >> 32) % most_remembered;
  for (; first->entries[at].path != 0; at = (at + 1) % most_remembered) {
    FirstLengths::Entry& entry = first->entries[at];
    if (entry.path != path) continue;
    const bool is_again = entry.look == first->look;
    entry.look = first->look;
    return is_again || node.length < entry.length ? 0 : node.length - entry.length;
  }
  if (first->size < most_remembered / 4 * 3) {
    ++first->size;
    first->entries[at] = {path, static_cast<std::uint32_t>(node.length), first->look};
  }
  return 0;
}

/// The name of a container: "array $app->cache['x']".
class Name {
 public:
  std::string_view of(std::uint32_t index) {
    const Node& node = graph->node(index);
    if (node.is_object) {
      *this << of_class(static_cast<zend_object*>(node.value)->kind);
    } else {
      *this << "array";
    }
    *this << " ";
    std::array<std::uint32_t, most_steps> way{};
    std::size_t steps = 0;
    while (steps < most_steps) {
      way[steps++] = index;
      if (graph->node(index).parent == index) break;
      index = graph->node(index).parent;
    }
    const Node& variable = graph->node(way[steps - 1]);
    begin(variable, steps == 1);
    for (std::size_t i = steps - 1; i-- > 0;) add_step(graph->node(way[i]));
    end(variable);
    return {text_.data(), size_};
  }

 private:
  static constexpr std::size_t most_steps = 20;
  static constexpr std::size_t longest_piece = 60;

  static std::string_view piece_of(const zend_string* text) {
    return text == nullptr ? std::string_view("")
                           : std::string_view(static_cast<const char*>(text->text), text->size);
  }

  // That of an anonymous class is followed by a zero and its file.
  static std::string_view of_class(const zend_class* kind) {
    const std::string_view name = piece_of(kind->name);
    return name.substr(0, name.find('\0'));
  }

  void begin(const Node& variable, bool is_all) {
    switch (variable.step) {
      case Step::static_property:
        *this << of_class(static_cast<const zend_class*>(variable.owner)) << "::$" << variable.name;
        break;
      case Step::static_variable:
        *this << "static $" << variable.name;
        break;
      case Step::global:
        if (is_all) {
          *this << "$GLOBALS['" << variable.name << "']";
          break;
        }
        [[fallthrough]];
      default:
        *this << "$" << variable.name;
        break;
    }
  }

  void add_step(const Node& node) {
    switch (node.step) {
      case Step::key:
        *this << "['" << node.name << "']";
        break;
      case Step::index: {
        char number[20];
        char* const end =
            std::to_chars(number, number + sizeof number, static_cast<std::int64_t>(node.index))
                .ptr;
        *this << "[" << std::string_view(number, static_cast<std::size_t>(end - number)) << "]";
        break;
      }
      case Step::property:
        *this << "->" << node.name;
        break;
      default:
        *this << "->…";
        break;
    }
  }

  void end(const Node& variable) {
    if (variable.step != Step::local && variable.step != Step::static_variable) return;
    const auto& code = *static_cast<const zend_code*>(variable.owner);
    *this << " of ";
    if (code.scope != nullptr) *this << of_class(code.scope) << "::";
    *this << piece_of(code.name) << "()";
  }

  // A field of an answer contains no tab and ends no line.
  Name& operator<<(std::string_view piece) {
    const bool is_long = piece.size() > longest_piece;
    if (is_long) piece = piece.substr(0, longest_piece);
    for (const char c : piece) {
      if (size_ == text_.size()) return *this;
      text_[size_++] = static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    if (is_long) *this << "…";
    return *this;
  }

  std::array<char, 200> text_{};
  std::size_t size_ = 0;
};

struct Grown {
  std::uint32_t index;
  std::uint64_t growth;
};

void add_line(Answer& answer, std::uint32_t index) {
  std::array<char, 300> line{};
  char* end = line.data();
  const auto append = [&](std::string_view piece) {
    end = std::copy(piece.begin(), piece.end(), end);
  };
  append("container\t");
  end = std::to_chars(end, end + 20, graph->node(index).length).ptr;
  append("\t");
  Name name;
  append(name.of(index));
  append("\n");
  answer.add({line.data(), static_cast<std::size_t>(end - line.data())}, 1);
}

bool is_ready() {
  static bool has_tried = false;
  if (!has_tried) {
    has_tried = true;
    first = static_cast<FirstLengths*>(native::own_memory(sizeof(FirstLengths)));
    if (first != nullptr) graph = ValueGraph::create();
  }
  return graph != nullptr;
}

}  // namespace

void add_containers(Answer& answer) {
  if (!is_ready()) return;
  graph->walk();
  ++first->look;
  std::array<Grown, most_containers> most{};
  for (std::uint32_t i = 0; i < graph->size(); ++i) {
    Grown grown{i, growth_of(graph->node(i))};
    for (Grown& other : most) {
      if (grown.growth > other.growth) std::swap(grown, other);
    }
  }
  for (const Grown& grown : most) {
    if (grown.growth > 0) add_line(answer, grown.index);
  }
}

}  // namespace leakproof::php
