// SPDX-License-Identifier: MIT
#pragma once

#include "runtimes/php/agent/zend.hpp"

// How PHP 8.2 lays out what holds the values of a program. Other versions differ.
extern "C" {

// NOLINTNEXTLINE(bugprone-dynamic-static-initializers): declared here, and defined in PHP
[[gnu::weak]] extern char executor_globals[], compiler_globals[];
[[gnu::weak]] zval* zend_get_constant_str(const char* name, std::size_t size);
[[gnu::weak]] std::uint32_t zend_array_count(zend_array*);
[[gnu::weak]] void zend_hash_internal_pointer_reset_ex(zend_array*, std::uint32_t* position);
[[gnu::weak]] int zend_hash_move_forward_ex(zend_array*, std::uint32_t* position);
[[gnu::weak]] zval* zend_hash_get_current_data_ex(zend_array*, std::uint32_t* position);
[[gnu::weak]] int zend_hash_get_current_key_ex(const zend_array*, zend_string** key,
                                               std::uint64_t* index, const std::uint32_t* position);
[[gnu::weak]] zend_array* zend_std_get_gc(struct zend_object*, zval** table, int* count);

struct zend_array {
  char bytes[56];
};

struct zend_class {
  char type;
  const zend_string* name;
  const zend_class* parent;
  int references;
  std::uint32_t flags;
  int properties_count, static_members_count;
  zval* default_properties;
  zval* default_static_members;
  std::uintptr_t static_members;  // a map pointer
  zend_array functions, properties;
};

struct zend_property {
  std::uint32_t offset, flags;
  const zend_string *name, *comment;
  const zend_array* attributes;
  const zend_class* declared_in;
};

struct zend_object {
  std::uint64_t references;
  std::uint32_t handle;
  const zend_class* kind;
  const struct zend_handlers* handlers;
  zend_array* properties;  // null: only declared ones
  zval declared[1];
};

struct zend_handlers {
  int offset;
  void* others[20];
  zend_array* (*get_gc)(zend_object*, zval** table, int* count);
};

struct zend_reference {
  std::uint64_t references;
  zval value;
};

struct zend_code {
  char type, arguments[3];
  std::uint32_t flags;
  const zend_string* name;  // null: of a file
  const zend_class* scope;
  const void* prototype;
  std::uint32_t argument_count, required_count;
  const void *argument_info, *attributes;
  std::uint32_t temporaries;
  std::uintptr_t cache;
  // Only of functions in PHP.
  int cache_size, variable_count;
  std::uint32_t instruction_count;
  const void* instructions;
  std::uintptr_t static_variables;  // a map pointer
  const zend_array* initial_static_variables;
  const zend_string** variable_names;
};
struct zend_frame {
  const void* instruction;
  zend_frame* call;
  zval* result;
  const zend_code* code;
  zval object;
  zend_frame* caller;
  const void *variables_by_name, *cache, *named_arguments;
};

struct zend_executor {
  zval values[2];
  const void* cache[34];
  zend_array globals, included_files;
  const void* bailout;
  int error_reporting, exit_status;
  zend_array *functions, *classes, *constants;
  const void* stack[4];
  zend_frame* frame;
};

}  // extern "C"

namespace leakproof::php {

constexpr std::int64_t least_version = 80200, end_of_versions = 80300;

enum MoreType : std::uint8_t {
  is_object = 8,
  is_reference = 10,
  is_indirect = 12,
  is_pointer = 13
};

constexpr char is_of_user = 2;  // a class or a function: in PHP
constexpr std::uint32_t is_static_member = 1 << 4;

}  // namespace leakproof::php
