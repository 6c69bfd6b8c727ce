// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

// What Ruby exports to extensions (ruby/debug.h, ruby/intern.h), as in Ruby 2.1 to 3.4. Declared
// here, so that leakproof is built without Ruby's headers.
extern "C" {

using VALUE = std::uintptr_t;
struct rb_trace_arg_t;

VALUE rb_tracepoint_new(VALUE thread, std::uint32_t events, void (*call)(VALUE, void*), void* data);
VALUE rb_tracepoint_enable(VALUE tracepoint);
rb_trace_arg_t* rb_tracearg_from_tracepoint(VALUE tracepoint);
std::uint32_t rb_tracearg_event_flag(rb_trace_arg_t*);
VALUE rb_tracearg_object(rb_trace_arg_t*);

int rb_profile_frames(int start, int limit, VALUE* frames, int* lines);
VALUE rb_profile_frame_path(VALUE frame);
VALUE rb_profile_frame_absolute_path(VALUE frame);
VALUE rb_profile_frame_label(VALUE frame);

std::size_t rb_obj_memsize_of(VALUE object);
char* rb_string_value_ptr(volatile VALUE* string);
VALUE rb_str_new(const char* text, long size);
VALUE rb_define_module(const char* name);
VALUE rb_define_module_under(VALUE outer, const char* name);
void rb_define_singleton_method(VALUE object, const char* name, void (*call)(), int arguments);
}

namespace leakproof::ruby {

constexpr std::uint32_t event_new_object = 0x100000;   // RUBY_INTERNAL_EVENT_NEWOBJ
constexpr std::uint32_t event_free_object = 0x200000;  // RUBY_INTERNAL_EVENT_FREEOBJ

}  // namespace leakproof::ruby
