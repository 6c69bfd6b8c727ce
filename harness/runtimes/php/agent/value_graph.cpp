// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/value_graph.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <ctime>

#include "runtimes/native/own_memory.hpp"

namespace leakproof::php {
namespace {

zend_executor& executor() { return *reinterpret_cast<zend_executor*>(executor_globals); }

bool has_known_layout() {
  if (!zend_get_constant_str || !zend_array_count || !zend_hash_internal_pointer_reset_ex ||
      !zend_hash_move_forward_ex || !zend_hash_get_current_data_ex ||
      !zend_hash_get_current_key_ex || !zend_std_get_gc || !executor_globals || !compiler_globals) {
    return false;
  }
  constexpr std::string_view name = "PHP_VERSION_ID";
  const zval* const version = zend_get_constant_str(name.data(), name.size());
  return version != nullptr && type_of(*version) == is_long &&
         version->value.number >= least_version && version->value.number < end_of_versions &&
         zend_hash_str_find(executor().functions, "strlen", 6) != nullptr &&
         zend_hash_str_find(executor().classes, "stdclass", 8) != nullptr;
}

// What offsets are relative to: the second of two pointers, which is one less than the first.
std::uintptr_t map_base() {
  constexpr std::size_t most_words = 128;
  const auto word = [](std::size_t i) {
    std::uintptr_t value = 0;
    std::memcpy(&value, compiler_globals + i * sizeof value, sizeof value);
    return value;
  };
  for (std::size_t i = 0; i + 1 < most_words; ++i) {
    if (word(i) > 4096 && word(i) % 16 == 0 && word(i + 1) == word(i) - 1) return word(i + 1);
  }
  return 0;
}

// A pointer, or the offset of one.
template <class T>
T* mapped(std::uintptr_t pointer) {
  if (pointer % 2 == 0) return std::bit_cast<T*>(pointer);
  const std::uintptr_t base = map_base();
  if (base == 0) return nullptr;
  T* found = nullptr;
  std::memcpy(&found, std::bit_cast<const void*>(base + pointer), sizeof(void*));
  return found;
}

const zval* followed(const zval* value) {
  constexpr int most_steps = 3;
  for (int i = 0; i < most_steps && value != nullptr; ++i) {
    const auto type = static_cast<std::uint8_t>(type_of(*value));
    if (type == is_indirect) {
      value = std::bit_cast<const zval*>(value->value.number);
    } else if (type == is_reference) {
      value = &std::bit_cast<const zend_reference*>(value->value.number)->value;
    } else {
      return value;
    }
  }
  return value;
}

std::string_view text_of(const zend_string* string) {
  if (string == nullptr) return {};
  return {static_cast<const char*>(string->text), string->size};
}

// That of a private property is "\0Class\0name".
std::string_view without_class(std::string_view name) {
  return name.empty() || name[0] != '\0' ? name : name.substr(name.rfind('\0') + 1);
}

// Calls for at most so many elements.
template <class Call>
void for_each(zend_array* array, int most, Call call) {
  std::uint32_t position = 0;
  zend_hash_internal_pointer_reset_ex(array, &position);
  for (int i = 0; i < most; ++i) {
    const zval* const value = zend_hash_get_current_data_ex(array, &position);
    if (value == nullptr) return;
    zend_string* key = nullptr;
    std::uint64_t index = 0;
    zend_hash_get_current_key_ex(array, &key, &index, &position);
    call(key, index, value);
    zend_hash_move_forward_ex(array, &position);
  }
}

template <class T>
const T* pointer_in(const zval* value) {
  const bool is_one = static_cast<std::uint8_t>(type_of(*value)) == is_pointer;
  return is_one ? std::bit_cast<const T*>(value->value.number) : nullptr;
}

std::int64_t microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
}

std::uint64_t hashed(std::uint64_t hash, std::uint64_t value) {
  return (std::rotl(hash, 5) ^ value) * 0x9e3779b97f4a7c15U;
}

std::uint64_t hashed(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = hashed(hash, static_cast<unsigned char>(c));
  return hash;
}

}  // namespace

ValueGraph* ValueGraph::create() {
  if (!has_known_layout()) return nullptr;
  return static_cast<ValueGraph*>(native::own_memory(sizeof(ValueGraph)));
}

void ValueGraph::walk() {
  const std::int64_t deadline = microseconds() + most_microseconds;
  size_ = 0;
  std::memset(known_, 0, sizeof known_);
  parent_ = most_nodes;
  add_variables();
  for (std::uint32_t i = 0; i < size_; ++i) {
    constexpr std::uint32_t between_looks = 64;
    if (i % between_looks == 0 && microseconds() > deadline) break;
    expand(i);
  }
}

void ValueGraph::add_variables() {
  for_each(&executor().globals, most_definitions,
           [&](const zend_string* key, std::uint64_t, const zval* value) {
             add(value, {.step = Step::global, .name = text_of(key)});
           });
  add_classes();
  add_functions(executor().functions);
  add_locals();
}

void ValueGraph::add_classes() {
  for_each(executor().classes, most_definitions,
           [&](const zend_string*, std::uint64_t, const zval* value) {
             const auto* const kind = pointer_in<zend_class>(value);
             if (kind == nullptr || kind->type != is_of_user) return;
             add_static_members(*kind);
             add_functions(&const_cast<zend_class*>(kind)->functions);
           });
}

void ValueGraph::add_static_members(const zend_class& kind) {
  const auto* const members = mapped<const zval>(kind.static_members);
  if (members == nullptr) return;
  for_each(&const_cast<zend_class&>(kind).properties, most_definitions,
           [&](const zend_string* key, std::uint64_t, const zval* value) {
             const auto* const property = pointer_in<zend_property>(value);
             const bool is_own =
                 property != nullptr && property->declared_in == &kind &&
                 (property->flags & is_static_member) != 0 &&
                 property->offset < static_cast<std::uint32_t>(kind.static_members_count);
             if (!is_own) return;
             add(members + property->offset,
                 {.step = Step::static_property, .name = text_of(key), .owner = &kind});
           });
}

void ValueGraph::add_functions(zend_array* functions) {
  for_each(functions, most_definitions, [&](const zend_string*, std::uint64_t, const zval* value) {
    const auto* const code = pointer_in<zend_code>(value);
    if (code != nullptr && code->type == is_of_user) add_static_variables(*code);
  });
}

void ValueGraph::add_static_variables(const zend_code& code) {
  if (code.initial_static_variables == nullptr) return;
  auto* const variables = mapped<zend_array>(code.static_variables);
  if (variables != nullptr) add_elements(variables, Step::static_variable, &code);
}

void ValueGraph::add_locals() {
  const zend_frame* frame = executor().frame;
  for (int i = 0; i < most_frames && frame != nullptr; ++i, frame = frame->caller) {
    const zend_code* const code = frame->code;
    if (code == nullptr || code->type != is_of_user || code->name == nullptr) continue;
    const auto* const variables = reinterpret_cast<const zval*>(frame + 1);
    for (int variable = 0; variable < code->variable_count; ++variable) {
      add(variables + variable,
          {.step = Step::local, .name = text_of(code->variable_names[variable]), .owner = code});
    }
    add(&frame->object, {.step = Step::local, .name = "this", .owner = code});
  }
}

bool ValueGraph::is_new(const void* value) {
  auto at = static_cast<std::uint32_t>(hashed(0, std::bit_cast<std::uintptr_t>(value)) >> 32) %
            most_known;
  for (; known_[at] != nullptr; at = (at + 1) % most_known) {
    if (known_[at] == value) return false;
  }
  known_[at] = value;
  return true;
}

// Values other than arrays and objects are left out.
void ValueGraph::add(const zval* value, const Edge& edge) {
  value = followed(value);
  if (value == nullptr || size_ == most_nodes) return;
  const auto type = static_cast<std::uint8_t>(type_of(*value));
  if (type != is_array && type != is_object) return;
  void* const found = std::bit_cast<void*>(value->value.number);
  if (!is_new(found)) return;
  const std::uint64_t from = parent_ == most_nodes
                                 ? hashed(0, std::bit_cast<std::uintptr_t>(edge.owner))
                                 : nodes_[parent_].path;
  Node& node = nodes_[size_];
  node = {.value = found,
          .is_object = type == is_object,
          .step = edge.step,
          .parent = parent_ == most_nodes ? size_ : parent_,
          .owner = edge.owner,
          .name = edge.name,
          .index = edge.index,
          .path = hashed(hashed(hashed(from, static_cast<std::uint64_t>(edge.step)), edge.index),
                         edge.name),
          .length = 0};
  if (!node.is_object) node.length = zend_array_count(static_cast<zend_array*>(found));
  ++size_;
}

void ValueGraph::expand(std::uint32_t index) {
  parent_ = index;
  Node& node = nodes_[index];
  if (node.is_object) {
    expand_object(node);
  } else {
    add_elements(static_cast<zend_array*>(node.value), Step::key, nullptr);
  }
}

void ValueGraph::expand_object(Node& node) {
  auto& object = *static_cast<zend_object*>(node.value);
  if (object.handlers->get_gc == zend_std_get_gc) {
    if (object.properties != nullptr) {
      add_elements(object.properties, Step::property, nullptr);
    } else {
      add_declared(object);
    }
    return;
  }
  // The collector calls this as well.
  zval* table = nullptr;
  int count = 0;
  zend_array* const more = object.handlers->get_gc(&object, &table, &count);
  for (int i = 0; table != nullptr && i < std::min(count, most_elements); ++i) {
    add(table + i, {.step = Step::inside});
  }
  node.length = static_cast<std::size_t>(std::max(count, 0));
  if (more != nullptr) add_elements(more, Step::property, nullptr);
}

void ValueGraph::add_declared(const zend_object& object) {
  for_each(&const_cast<zend_class*>(object.kind)->properties, most_definitions,
           [&](const zend_string* key, std::uint64_t, const zval* value) {
             const auto* const property = pointer_in<zend_property>(value);
             if (property == nullptr || (property->flags & is_static_member) != 0) return;
             const std::size_t at =
                 (property->offset - offsetof(zend_object, declared)) / sizeof(zval);
             if (at >= static_cast<std::size_t>(object.kind->properties_count)) return;
             add(object.declared + at, {.step = Step::property, .name = text_of(key)});
           });
}

void ValueGraph::add_elements(zend_array* array, Step with_key, const void* owner) {
  for_each(array, most_elements,
           [&](const zend_string* key, std::uint64_t index, const zval* value) {
             if (key == nullptr) {
               add(value, {.step = Step::index, .owner = owner, .index = index});
             } else {
               add(value, {.step = with_key, .name = without_class(text_of(key)), .owner = owner});
             }
           });
}

}  // namespace leakproof::php
