// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/holdings.hpp"

#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "runtimes/native/allocation_table.hpp"
#include "runtimes/php/agent/zend.hpp"

namespace leakproof::php {
namespace {

using native::AllocationTable;
using native::Frame;

constexpr std::string_view source = "zend-memory-handlers";
constexpr int without_arguments = 2;  // DEBUG_BACKTRACE_IGNORE_ARGS

// Used by PHP's thread, and by the agent's while that is blocked.
AllocationTable* table = nullptr;
bool is_recording = false;  // the backtrace itself allocates
void* (*allocate_before)(std::size_t) = nullptr;
void (*release_before)(void*) = nullptr;
void* (*resize_before)(void*, std::size_t) = nullptr;

bool is_main_thread() { return ::syscall(SYS_gettid) == ::getpid(); }

std::string_view text_of(const zend_array* frame, std::string_view key) {
  const zval* const value = zend_hash_str_find(frame, key.data(), key.size());
  if (value == nullptr || type_of(*value) != is_string) return {};
  return {static_cast<const char*>(value->value.string->text), value->value.string->size};
}

std::uint32_t line_of(const zend_array* frame) {
  const zval* const value = zend_hash_str_find(frame, "line", 4);
  return value != nullptr && type_of(*value) == is_long
             ? static_cast<std::uint32_t>(value->value.number)
             : 0;
}

/// The stack of the script that PHP's thread runs.
class Backtrace {
 public:
  Backtrace() {
    zend_fetch_debug_backtrace(&frames_, 0, without_arguments, AllocationTable::most_frames);
    add({.file = zend_get_executed_filename(), .line = zend_get_executed_lineno()});
    if (type_of(frames_) != is_array) return;
    for (std::uint64_t i = 0; i < AllocationTable::most_frames; ++i) {
      const zval* const frame = zend_hash_index_find(frames_.value.array, i);
      if (frame == nullptr || type_of(*frame) != is_array) return;
      add_call(frame->value.array);
    }
  }
  ~Backtrace() { zval_ptr_dtor(&frames_); }
  Backtrace(const Backtrace&) = delete;
  Backtrace& operator=(const Backtrace&) = delete;

  std::span<const Frame> stack() const { return {stack_.data(), size_}; }

 private:
  void add(const Frame& frame) {
    if (size_ < stack_.size()) stack_[size_++] = frame;
  }

  // A frame of PHP's is a called function and the place of the call. Its name belongs to the last
  // place, unless the function is PHP's own: then the last place is that of its call.
  void add_call(const zend_array* call) {
    const Frame caller{.file = text_of(call, "file"), .line = line_of(call)};
    Frame& last = stack_[size_ - 1];
    const bool is_own = caller.file == last.file && caller.line == last.line;
    if (is_own || caller.file.empty()) return;
    last.function = text_of(call, "function");
    add(caller);
  }

  zval frames_{};
  std::array<Frame, AllocationTable::most_frames> stack_{};
  std::size_t size_ = 0;
};

void record(void* block) {
  if (block == nullptr || is_recording || !is_main_thread()) return;
  is_recording = true;
  const Backtrace backtrace;
  table->add(reinterpret_cast<std::uintptr_t>(block), ::malloc_usable_size(block),
             backtrace.stack());
  is_recording = false;
}

void forget(void* block) { table->erase(reinterpret_cast<std::uintptr_t>(block)); }

void* allocate(std::size_t size) {
  void* const block = allocate_before(size);
  record(block);
  return block;
}

void release(void* block) {
  forget(block);
  release_before(block);
}

void* resize(void* block, std::size_t size) {
  forget(block);
  void* const resized = resize_before(block, size);
  record(resized);
  return resized;
}

bool start_recording() {
  zend_mm_heap* const heap = zend_mm_get_heap();
  zend_mm_get_custom_handlers(heap, &allocate_before, &release_before, &resize_before);
  // Without USE_ZEND_ALLOC=0 PHP has no handlers, and blocks in chunks of its own.
  if (!allocate_before || !release_before || !resize_before) return false;
  table = AllocationTable::create();
  if (table == nullptr) return false;
  zend_mm_set_custom_handlers(heap, allocate, release, resize);
  return true;
}

}  // namespace

std::string_view explain() {
  if (table == nullptr && !start_recording()) return nothing_explained;
  return table->answer(source);
}

}  // namespace leakproof::php
