// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "report/json/fields.hpp"
#include "report/json/json.hpp"
#include "report/json/kinds.hpp"
#include "report/words.hpp"
#include "text/printable.hpp"

namespace leakproof::report {

/// Converts one value and its members to JSON as fields.hpp describes them. Text is made printable,
/// because people look at the file in a terminal.
template <typename T>
Json to_json(const T& value);

/// Builds one JSON object. Each described field becomes a member.
class ObjectWriter {
 public:
  void type(const char*, const char*) {}

  template <typename T>
  void operator()(const char* key, const T& value, const char*, std::int64_t = 0) {
    object_[key] = to_json(value);
  }

  template <typename T>
  void derived(const char* key, const T& value, const char*) {
    object_[key] = to_json(value);
  }

  template <typename T>
  void unless_empty(const char* key, const std::vector<T>& list, const char*) {
    if (!list.empty()) object_[key] = to_json(list);
  }

  void constant(const char* key, int value) { object_[key] = value; }

  Json take() { return std::move(object_); }

 private:
  Json object_ = Json::object();
};

template <typename T>
Json to_json(const T& value) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return printable(value, true);
  } else if constexpr (is_plain<T>) {
    return value;
  } else if constexpr (std::is_enum_v<T>) {
    return word(value);
  } else if constexpr (is_duration<T>) {
    return value.count();
  } else if constexpr (std::is_same_v<T, Sample>) {
    return {value.fetches, value.value};
  } else if constexpr (is_optional<T>) {
    return value ? to_json(*value) : Json(nullptr);
  } else if constexpr (is_list<T>) {
    Json list = Json::array();
    for (const auto& item : value) list.push_back(to_json(item));
    return list;
  } else {
    ObjectWriter writer;
    describe(writer, value);
    return writer.take();
  }
}

}  // namespace leakproof::report
