// SPDX-License-Identifier: MIT
#include "attribution/clients_stack.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace leakproof {
namespace {

// The interposer, or the agent of a runtime.
bool is_preloaded(const Frame& frame) {
  return frame.module.find("leakproof-heap") != frame.module.npos ||
         frame.path.find("/leakproof/runtimes/") != frame.path.npos;
}

bool is_template(const Frame& frame) { return frame.file.find("/include/c++/") != frame.file.npos; }

// A container or a smart pointer tells how the memory is held.
bool is_telling(const Frame& frame) {
  std::string_view name = frame.function;
  if (name.starts_with("void ")) name.remove_prefix(5);
  return name.starts_with("std::") && !name.starts_with("std::__cxx11::basic_string") &&
         !name.starts_with("std::allocator");
}

bool is_new(const Frame& frame) { return frame.function.starts_with("operator new"); }

// Code that was generated at run time, whose address tells nothing.
bool is_nowhere(const Frame& frame) { return frame.function.empty() && frame.module.empty(); }

// Recognised by file if it is known, because inlined functions may have no symbol.
bool is_loop(const Frame& frame) {
  return frame.file.find("harness/loop/") != frame.file.npos ||
         frame.function.starts_with("leakproof::serve(") ||
         frame.function.starts_with("leakproof::ThreadPool::");
}

}  // namespace

std::vector<Frame> clients_part(std::vector<Frame> stack) {
  stack.erase(std::ranges::find_if(stack, is_loop), stack.end());
  std::erase_if(stack, [](const Frame& frame) {
    return is_preloaded(frame) || is_new(frame) || is_nowhere(frame);
  });
  // Of templates that call each other, the one that other code calls.
  std::vector<Frame> kept;
  for (Frame& frame : stack) {
    if (!kept.empty() && is_template(kept.back()) && is_template(frame)) kept.pop_back();
    kept.push_back(std::move(frame));
  }
  std::erase_if(kept, [](const Frame& frame) { return is_template(frame) && !is_telling(frame); });
  return kept;
}

std::vector<Frame> clients_stack(const Symbols& symbols,
                                 std::span<const std::uintptr_t> addresses) {
  std::vector<Frame> stack;
  for (const std::uintptr_t address : addresses) {
    for (Frame& frame : symbols.at(address)) stack.push_back(std::move(frame));
  }
  return clients_part(std::move(stack));
}

}  // namespace leakproof
