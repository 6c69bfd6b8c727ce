// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/holdings.hpp"

#include <malloc.h>

#include "runtimes/native/allocation_table.hpp"
#include "runtimes/php/agent/answer.hpp"
#include "runtimes/php/agent/backtrace.hpp"
#include "runtimes/php/agent/containers.hpp"
#include "runtimes/php/agent/opened.hpp"
#include "runtimes/php/agent/zend.hpp"

namespace leakproof::php {
namespace {

using native::AllocationTable;

constexpr std::string_view source = "zend-memory-handlers";

// Used by PHP's thread, and by the agent's while that is blocked.
AllocationTable* table = nullptr;
Answer* whole_answer = nullptr;
void* (*allocate_before)(std::size_t) = nullptr;
void (*release_before)(void*) = nullptr;
void* (*resize_before)(void*, std::size_t) = nullptr;

void record_block(void* block) {
  if (block == nullptr) return;
  record(*table, reinterpret_cast<std::uintptr_t>(block), ::malloc_usable_size(block));
}

void forget(void* block) { table->erase(reinterpret_cast<std::uintptr_t>(block)); }

void* allocate(std::size_t size) {
  void* const block = allocate_before(size);
  record_block(block);
  return block;
}

void release(void* block) {
  forget(block);
  release_before(block);
}

void* resize(void* block, std::size_t size) {
  forget(block);
  void* const resized = resize_before(block, size);
  record_block(resized);
  return resized;
}

bool start_recording() {
  zend_mm_heap* const heap = zend_mm_get_heap();
  zend_mm_get_custom_handlers(heap, &allocate_before, &release_before, &resize_before);
  // Without USE_ZEND_ALLOC=0 PHP has no handlers, and blocks in chunks of its own.
  if (!allocate_before || !release_before || !resize_before) return false;
  whole_answer = Answer::create();
  table = whole_answer != nullptr ? AllocationTable::create() : nullptr;
  if (table == nullptr) return false;
  zend_mm_set_custom_handlers(heap, allocate, release, resize);
  return true;
}

}  // namespace

std::string_view explain() {
  if (table == nullptr && !start_recording()) return nothing_explained;
  whole_answer->clear();
  const AllocationTable::Lines held = table->held();
  whole_answer->add(held.text, held.count);
  add_opened(*whole_answer);
  add_containers(*whole_answer);
  return whole_answer->text(source);
}

}  // namespace leakproof::php
