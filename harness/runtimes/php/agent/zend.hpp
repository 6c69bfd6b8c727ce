// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

// What PHP's own engine exports to extensions, by the layouts that PHP 7.3 to 8.5 have in common.
// Weak, so that all are null in a process without PHP.
extern "C" {

struct zval {
  union {
    std::int64_t number;
    const struct zend_string* string;
    struct zend_array* array;
  } value;
  std::uint32_t type_info;
  std::uint32_t more;
};

struct zend_string {
  std::uint64_t references, hash;
  std::size_t size;
  char text[1];
};

[[gnu::weak]] int zend_gc_collect_cycles();
[[gnu::weak]] bool gc_enabled();

[[gnu::weak]] struct zend_mm_heap* zend_mm_get_heap();
[[gnu::weak]] void zend_mm_get_custom_handlers(zend_mm_heap*, void* (**allocate)(std::size_t),
                                               void (**release)(void*),
                                               void* (**resize)(void*, std::size_t));
[[gnu::weak]] void zend_mm_set_custom_handlers(zend_mm_heap*, void* (*allocate)(std::size_t),
                                               void (*release)(void*),
                                               void* (*resize)(void*, std::size_t));

[[gnu::weak]] const char* zend_get_executed_filename();
[[gnu::weak]] std::uint32_t zend_get_executed_lineno();
[[gnu::weak]] void zend_fetch_debug_backtrace(zval* frames, int skip_last, int options, int limit);
[[gnu::weak]] zval* zend_hash_index_find(const zend_array*, std::uint64_t index);
[[gnu::weak]] zval* zend_hash_str_find(const zend_array*, const char* key, std::size_t size);
[[gnu::weak]] void zval_ptr_dtor(zval*);

// Only in builds with threads (ZTS), and from PHP 8.3 on.
[[gnu::weak]] void* tsrm_get_ls_cache();
[[gnu::weak]] bool zend_call_stack_get(struct zend_call_stack*);

}  // extern "C"

namespace leakproof::php {

enum ValueType : std::uint8_t { is_long = 4, is_string = 6, is_array = 7 };

inline ValueType type_of(const zval& value) {
  return static_cast<ValueType>(value.type_info & 0xff);
}

}  // namespace leakproof::php
