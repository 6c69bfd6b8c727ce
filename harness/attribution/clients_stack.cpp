// SPDX-License-Identifier: MIT
#include "attribution/clients_stack.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace leakproof {
namespace {

bool is_interposer(const Frame& frame) {
  return frame.module.find("leakproof-heap") != frame.module.npos;
}

bool is_template(const Frame& frame) { return frame.file.find("/include/c++/") != frame.file.npos; }

bool is_new(const Frame& frame) { return frame.function.starts_with("operator new"); }

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
    return is_interposer(frame) || is_template(frame) || is_new(frame);
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

bool is_of_the_system(const Frame& frame) {
  constexpr std::array<std::string_view, 7> folders{"/usr/lib",  "/lib",  "/usr/bin",    "/bin",
                                                    "/usr/sbin", "/sbin", "/usr/libexec"};
  // A frame without a path is in the kernel's vDSO, or in code generated at run time. A bundle
  // carries the system's libraries (cmake/Bundle.cmake).
  return frame.path.empty() || frame.path.find("/leakproof/libraries/") != std::string::npos ||
         std::ranges::any_of(
             folders, [&](std::string_view folder) { return frame.path.starts_with(folder); });
}

}  // namespace leakproof
