// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "report/json/json.hpp"
#include "text/printable.hpp"

namespace leakproof::report {

/// A value in untrusted JSON, and its path. Each accessor expects a type, and throws
/// std::invalid_argument with the path if the value has another one:
/// "trials[3].ledger.open is not an integer in range".
class JsonNode {
 public:
  JsonNode(const Json& json, std::string where) : json_(&json), where_(std::move(where)) {}

  bool has(const char* name) const { return json_->contains(name); }

  JsonNode at(const char* name) const {
    if (!json_->is_object()) fail("is not an object");
    const auto found = json_->find(name);
    const std::string where = where_.empty() ? name : where_ + "." + name;
    if (found == json_->end()) throw std::invalid_argument(where + " is missing");
    return {*found, where};
  }

  std::vector<JsonNode> items() const {
    if (!json_->is_array()) fail("is not a list");
    std::vector<JsonNode> result;
    result.reserve(json_->size());
    for (const Json& item : *json_) {
      result.emplace_back(item, where_ + "[" + std::to_string(result.size()) + "]");
    }
    return result;
  }

  bool is_null() const { return json_->is_null(); }

  /// Safe to print, whoever wrote the file; may have several lines.
  std::string text() const {
    if (!json_->is_string()) fail("is not a string");
    return printable(json_->get_ref<const std::string&>(), true);
  }

  bool truth() const {
    if (!json_->is_boolean()) fail("is not true or false");
    return json_->get<bool>();
  }

  double number() const {
    if (!json_->is_number()) fail("is not a number");
    return json_->get<double>();
  }

  /// Numbers with a sign are refused beyond 2^53, where other readers of JSON round them, and
  /// their differences might not fit.
  template <typename Integer = std::int64_t>
  Integer integer() const {
    using Limits = std::numeric_limits<Integer>;
    constexpr std::int64_t greatest = std::int64_t{1} << 53;
    if (json_->is_number_unsigned()) {
      const auto value = json_->get<std::uint64_t>();
      const bool fits = std::cmp_less_equal(value, Limits::max()) &&
                        (!Limits::is_signed || std::cmp_less_equal(value, greatest));
      if (fits) return static_cast<Integer>(value);
    } else if (json_->is_number_integer()) {
      const auto value = json_->get<std::int64_t>();
      if (std::cmp_greater_equal(value, Limits::min()) && value >= -greatest) {
        return static_cast<Integer>(value);
      }
    }
    fail("is not an integer in range");
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw std::invalid_argument((where_.empty() ? "the file" : where_) + " " + what);
  }

 private:
  const Json* json_;
  std::string where_;
};

}  // namespace leakproof::report
