// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "report/json/checks.hpp"
#include "report/json/fields.hpp"
#include "report/json/kinds.hpp"
#include "report/json/node.hpp"
#include "report/words.hpp"

namespace leakproof::report {

/// Reads one value and its members as fields.hpp describes them. Checks untrusted input;
/// throws the exceptions of JsonNode. Ignores unknown keys.
template <typename T>
void read(const JsonNode&, T& value, std::int64_t least = no_least);

/// Sets the described members from one JSON object.
class ObjectReader {
 public:
  explicit ObjectReader(const JsonNode& node) : node_(node) {}

  void type(const char*, const char*) {}

  template <typename T>
  void operator()(const char* key, T& value, const char*, std::int64_t least = 0) {
    read(node_.at(key), value, least);
  }

  template <typename T>
  void derived(const char*, const T&, const char*) {}

  template <typename T>
  void unless_empty(const char* key, std::vector<T>& list, const char*) {
    if (node_.has(key)) read(node_.at(key), list);
  }

  void constant(const char* key, int value) {
    const auto found = node_.at(key).integer();
    if (found == value) return;
    throw std::invalid_argument("it has " + std::string(key) + " " + std::to_string(found) +
                                ", but this version of leakproof reads " + std::to_string(value));
  }

 private:
  const JsonNode& node_;
};

template <typename Enum>
Enum enum_from(const JsonNode& node) {
  const std::string text = node.text();
  for (const Enum value : all_of<Enum>()) {
    if (word(value) == text) return value;
  }
  node.fail("is not one of its allowed values");
}

template <typename T>
void read(const JsonNode& node, T& value, std::int64_t least) {
  const auto whole_number = [&]<typename Integer>(Integer) {
    const auto number = node.integer<Integer>();
    if (std::cmp_less(number, least)) node.fail("is less than " + std::to_string(least));
    return number;
  };
  if constexpr (std::is_same_v<T, std::string>) {
    value = node.text();
  } else if constexpr (std::is_same_v<T, bool>) {
    value = node.truth();
  } else if constexpr (std::is_floating_point_v<T>) {
    value = node.number();
    if (least != no_least && value < static_cast<double>(least)) {
      node.fail("is less than " + std::to_string(least));
    }
  } else if constexpr (std::is_integral_v<T>) {
    value = whole_number(T{});
  } else if constexpr (is_duration<T>) {
    value = T(whole_number(typename T::rep{}));
  } else if constexpr (std::is_enum_v<T>) {
    value = enum_from<T>(node);
  } else if constexpr (std::is_same_v<T, Sample>) {
    const auto pair = node.items();
    if (pair.size() != 2) node.fail("is not a pair of fetches and value");
    value = {pair[0].integer(), pair[1].integer()};
    if (value.fetches < 0) pair[0].fail("is less than 0");
  } else if constexpr (is_optional<T>) {
    value.reset();
    if (!node.is_null()) read(node, value.emplace(), least);
  } else if constexpr (is_list<T>) {
    value.clear();
    for (const JsonNode& item : node.items()) read(item, value.emplace_back());
    if (std::cmp_less(value.size(), least)) node.fail("is too short");
    check(node, value);
  } else {
    ObjectReader reader(node);
    describe(reader, value);
    check(node, value);
  }
}

/// Reads a new value; see read().
template <typename T>
T from_json(const JsonNode& node) {
  T value{};
  read(node, value);
  return value;
}

}  // namespace leakproof::report
