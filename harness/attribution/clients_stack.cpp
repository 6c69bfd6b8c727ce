// SPDX-License-Identifier: MIT
#include "attribution/clients_stack.hpp"

#include <algorithm>

namespace leakproof {
namespace {

bool is_interposer(const Frame& frame) {
  return frame.module.find("leakproof-heap") != frame.module.npos;
}

bool is_template(const Frame& frame) { return frame.file.find("/include/c++/") != frame.file.npos; }

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
    return is_interposer(frame) || is_template(frame) || is_new(frame) || is_nowhere(frame);
  });
  return stack;
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
