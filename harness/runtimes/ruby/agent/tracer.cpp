// SPDX-License-Identifier: MIT
// Traces allocations with the whole stack of the script. ObjectSpace.trace_object_allocations
// knows only the innermost line, which is mostly one of a library. Loaded by ../leakproof_held.rb.
#include <pthread.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "runtimes/native/allocation_table.hpp"
#include "runtimes/native/kept_frames.hpp"
#include "runtimes/ruby/agent/libraries.hpp"
#include "runtimes/ruby/agent/ruby.hpp"

namespace leakproof::ruby {
namespace {

using native::AllocationTable;
using native::KeptFrames;

constexpr int most_seen = 256;      // frames, of which those in C have no place
constexpr VALUE least_object = 64;  // nil and other immediate values are less
constexpr std::size_t longest = 300;

AllocationTable* table = nullptr;
pthread_t agent{};

// Must not allocate objects, as all that is called for an allocation.
std::string_view text_of(VALUE string) {
  if (string < least_object) return {};
  const char* const text = rb_string_value_ptr(&string);
  return {text, ::strnlen(text, longest)};
}

std::string_view file_of(VALUE frame) {
  const std::string_view path = text_of(rb_profile_frame_path(frame));
  if (path.empty() || path.starts_with('/') || path.starts_with('<')) return path;
  const std::string_view absolute = text_of(rb_profile_frame_absolute_path(frame));
  return absolute.empty() ? path : absolute;
}

void add(VALUE object) {
  std::array<VALUE, most_seen> frames{};
  std::array<int, most_seen> lines{};
  const int seen = rb_profile_frames(0, most_seen, frames.data(), lines.data());
  KeptFrames stack(is_library);
  for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(0, seen)); ++i) {
    const std::string_view file = file_of(frames[i]);
    if (file.empty() || lines[i] <= 0) continue;
    stack.add({.file = file,
               .line = static_cast<std::uint32_t>(lines[i]),
               .function = text_of(rb_profile_frame_label(frames[i]))});
  }
  table->add(object, 0, stack.frames());
}

void on_event(VALUE tracepoint, void* /*unused*/) {
  rb_trace_arg_t* const event = rb_tracearg_from_tracepoint(tracepoint);
  const VALUE object = rb_tracearg_object(event);
  if (rb_tracearg_event_flag(event) == event_free_object) {
    table->erase(object);
  } else if (::pthread_equal(::pthread_self(), agent) == 0) {
    add(object);
  }
}

VALUE start(VALUE self) {
  agent = ::pthread_self();
  if (table != nullptr) return self;
  table = AllocationTable::create();
  if (table == nullptr) return self;
  const VALUE tracepoint =
      rb_tracepoint_new(0, event_new_object | event_free_object, on_event, nullptr);
  rb_tracepoint_enable(tracepoint);
  return self;
}

VALUE answer(VALUE /*self*/) {
  const std::string_view text =
      table == nullptr
          ? "explains allocation-tracing 0\n"
          : table->answer("allocation-tracing", [](std::uintptr_t object, std::size_t) {
              return rb_obj_memsize_of(object);
            });
  return rb_str_new(text.data(), static_cast<long>(text.size()));
}

// Where an object was created, as fields of an answer; "" if that was not traced.
VALUE created(VALUE /*self*/, VALUE object) {
  const std::string_view text = table == nullptr ? "" : table->stack_text(object);
  return rb_str_new(text.data(), static_cast<long>(text.size()));
}

template <class... Arguments>
void define(VALUE module, const char* name, VALUE (*call)(VALUE, Arguments...)) {
  rb_define_singleton_method(module, name, reinterpret_cast<void (*)()>(call),
                             sizeof...(Arguments));
}

}  // namespace
}  // namespace leakproof::ruby

// Ruby calls this when it has loaded the library.
extern "C" [[gnu::visibility("default")]] void Init_leakproof_ruby();
extern "C" void Init_leakproof_ruby() {
  using namespace leakproof::ruby;
  const VALUE module = rb_define_module_under(rb_define_module("LeakproofAgent"), "Tracer");
  define(module, "start", start);
  define(module, "answer", answer);
  define(module, "created", created);
}
