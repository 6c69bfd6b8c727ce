// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/backtrace.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "runtimes/native/kept_frames.hpp"
#include "runtimes/php/agent/libraries.hpp"
#include "runtimes/php/agent/zend.hpp"

namespace leakproof::php {
namespace {

using native::AllocationTable;
using native::Frame;
using native::KeptFrames;

constexpr int without_arguments = 2;      // DEBUG_BACKTRACE_IGNORE_ARGS
constexpr std::uint64_t most_seen = 256;  // frames

bool is_recording = false;  // the backtrace itself allocates

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
    const std::string_view file = zend_get_executed_filename();
    if (file.starts_with("[no active file]")) return;
    zend_fetch_debug_backtrace(&frames_, 0, without_arguments, most_seen);
    add({.file = file, .line = zend_get_executed_lineno()});
    if (type_of(frames_) != is_array) return;
    for (std::uint64_t i = 0; i < most_seen; ++i) {
      const zval* const frame = zend_hash_index_find(frames_.value.array, i);
      if (frame == nullptr || type_of(*frame) != is_array) return;
      add_call(frame->value.array);
    }
  }
  ~Backtrace() { zval_ptr_dtor(&frames_); }
  Backtrace(const Backtrace&) = delete;
  Backtrace& operator=(const Backtrace&) = delete;

  std::span<const Frame> stack() const {
    const std::size_t first = stack_[0].function.empty() ? 1 : 0;
    return {stack_.data() + first, size_ - first};
  }

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
    if (is_own && size_ == 2 && stack_[0].function.empty()) {
      stack_[0].function = text_of(call, "function");
    }
    if (is_own || caller.file.empty()) return;
    last.function = text_of(call, "function");
    add(caller);
  }

  zval frames_{};
  // The first is PHP's own function that the script calls, which has no place.
  std::array<Frame, most_seen> stack_{};
  std::size_t size_ = 1;
};

}  // namespace

void record(AllocationTable& table, std::uintptr_t id, std::size_t bytes) {
  if (is_recording || !is_main_thread()) return;
  const int saved = errno;
  is_recording = true;
  {
    const Backtrace backtrace;
    KeptFrames kept(is_library);
    for (const Frame& frame : backtrace.stack()) kept.add(frame);
    table.add(id, bytes, kept.frames());
  }
  is_recording = false;
  errno = saved;
}

}  // namespace leakproof::php
