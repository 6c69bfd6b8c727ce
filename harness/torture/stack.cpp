// SPDX-License-Identifier: MIT
#include "torture/stack.hpp"

#include <algorithm>
#include <string_view>

namespace leakproof::torture {
namespace {

bool is_interposer(const Frame& frame) {
  return frame.module.find("leakproof-heap") != frame.module.npos;
}

bool is_template(const Frame& frame) { return frame.file.find("/include/c++/") != frame.file.npos; }

// By its file where that is known: with its function inlined, it has no name of
// its own.
bool is_loop(const Frame& frame) {
  return frame.file.ends_with("loop/serve.cpp") ||
         frame.function.starts_with("leakproof::serve(") ||
         frame.function.starts_with("leakproof::(anonymous namespace)::fetch(leakproof::Client&");
}

}  // namespace

std::vector<Frame> clients_stack(const Symbols& symbols,
                                 std::span<const std::uintptr_t> addresses) {
  std::vector<Frame> all;
  for (const std::uintptr_t address : addresses) {
    for (Frame& frame : symbols.at(address)) all.push_back(std::move(frame));
  }
  all.erase(std::ranges::find_if(all, is_loop), all.end());
  std::erase_if(all, [](const Frame& frame) { return is_interposer(frame) || is_template(frame); });
  return all;
}

}  // namespace leakproof::torture
