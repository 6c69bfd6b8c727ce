// SPDX-License-Identifier: MIT
#include "report/json/schema.hpp"

#include <string>
#include <type_traits>
#include <vector>

#include "report/json/fields.hpp"
#include "report/json/json.hpp"
#include "report/json/kinds.hpp"
#include "report/words.hpp"

namespace leakproof::report {
namespace {

template <typename T>
Json schema_of(Json& types, std::int64_t least);

/// Builds the schema of one object. Each described field becomes a property.
class ObjectSchema {
 public:
  explicit ObjectSchema(Json& types) : types_(types) {}

  void type(const char* name, const char* meaning) {
    name_ = name;
    schema_["description"] = meaning;
  }

  template <typename T>
  void operator()(const char* key, const T&, const char* meaning, std::int64_t least = 0) {
    add<T>(key, meaning, least);
    required_.push_back(key);
  }

  template <typename T>
  void derived(const char* key, const T&, const char* meaning) {
    add<T>(key, meaning, no_least);
    required_.push_back(key);
  }

  template <typename T>
  void unless_empty(const char* key, const std::vector<T>&, const char* meaning) {
    add<std::vector<T>>(key, meaning, 1);
  }

  void constant(const char* key, int value) {
    properties_[key] = {{"const", value}};
    required_.push_back(key);
  }

  std::string name() const { return name_; }

  Json take() {
    schema_["type"] = "object";
    schema_["properties"] = std::move(properties_);
    schema_["required"] = std::move(required_);
    schema_["additionalProperties"] = false;
    return std::move(schema_);
  }

 private:
  template <typename T>
  void add(const char* key, std::string_view meaning, std::int64_t least) {
    properties_[key] = schema_of<T>(types_, least);
    if (!meaning.empty()) properties_[key]["description"] = meaning;
  }

  Json& types_;
  std::string name_{};
  Json schema_ = Json::object();
  Json properties_ = Json::object();
  Json required_ = Json::array();
};

Json integer(bool is_signed, std::int64_t least) {
  Json schema{{"type", "integer"}};
  if (least != no_least || !is_signed) schema["minimum"] = is_signed ? least : 0;
  return schema;
}

template <typename Enum>
Json words_of() {
  Json words = Json::array();
  for (const Enum value : all_of<Enum>()) words.push_back(word(value));
  return {{"enum", std::move(words)}};
}

template <typename T>
Json list_of(Json& types, std::int64_t least) {
  Json schema{{"type", "array"}, {"items", schema_of<T>(types, no_least)}};
  if (least > 0) schema["minItems"] = least;
  return schema;
}

template <typename T>
Json schema_of(Json& types, std::int64_t least) {
  if constexpr (std::is_same_v<T, std::string>) {
    return {{"type", "string"}};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {{"type", "boolean"}};
  } else if constexpr (std::is_floating_point_v<T>) {
    Json schema{{"type", "number"}};
    if (least != no_least) schema["minimum"] = least;
    return schema;
  } else if constexpr (std::is_integral_v<T>) {
    return integer(std::is_signed_v<T>, least);
  } else if constexpr (is_duration<T>) {
    return integer(true, least);
  } else if constexpr (std::is_enum_v<T>) {
    return words_of<T>();
  } else if constexpr (std::is_same_v<T, Sample>) {
    return {{"type", "array"},
            {"prefixItems", {{{"type", "integer"}, {"minimum", 0}}, {{"type", "integer"}}}},
            {"items", false},
            {"minItems", 2}};
  } else if constexpr (is_optional<T>) {
    Json schema = schema_of<typename T::value_type>(types, least);
    if (!schema.contains("type")) return {{"anyOf", {schema, {{"type", "null"}}}}};
    schema["type"] = Json::array({schema["type"], "null"});
    return schema;
  } else if constexpr (is_list<T>) {
    return list_of<typename T::value_type>(types, least);
  } else {
    ObjectSchema object(types);
    const T value;
    describe(object, value);
    types[object.name()] = object.take();
    return {{"$ref", "#/$defs/" + object.name()}};
  }
}

}  // namespace

Json results_schema() {
  Json types = Json::object();
  ObjectSchema whole(types);
  const ResultsFile file;
  describe(whole, file);
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "results of leakproof --json, schema_version " +
                            std::to_string(results_schema_version)}};
  schema.update(whole.take());
  schema["$defs"] = std::move(types);
  return schema;
}

}  // namespace leakproof::report
