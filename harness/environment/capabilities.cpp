// SPDX-License-Identifier: MIT
#include "environment/capabilities.hpp"

#include <dlfcn.h>
#include <elfutils/libdwfl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <set>

#include "environment/programs.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

std::string heap_counting() {
  std::error_code ignored;
  return fs::exists(heap_interposer(), ignored)
             ? "libleakproof-heap.so"
             : fmt::format("none: {} is missing", heap_interposer().string());
}

// The interposer loads it in the same way (interposer/tracking.cpp).
std::string unwinder() {
  constexpr const char* library = "libunwind.so.8";
  if (::dlopen(library, RTLD_LAZY | RTLD_LOCAL) != nullptr) return library;
  const fs::path carried = carried_libraries() / library;
  if (::dlopen(carried.c_str(), RTLD_LAZY | RTLD_LOCAL) != nullptr) return carried;
  return "that of the C library, which is slower; apt install libunwind8 for a faster one";
}

std::string http2_front() {
  const fs::path program = found_on_path("nghttpx");
  return program.empty() ? "none, so HTTP/2 scenarios are skipped; apt install nghttp2-proxy"
                         : program.string();
}

// The folders of runtimes/, which hold what is loaded into a program under test.
std::string agents() {
  std::set<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(runtimes_folder(), ignored)) {
    names.insert(entry.path().filename());
  }
  return names.empty() ? fmt::format("none: {} is missing or empty", runtimes_folder().string())
                       : fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::vector<Capability> capabilities() {
  return {{"heap counting", heap_counting()},
          {"debug information", fmt::format("libdw {}", ::dwfl_version(nullptr))},
          {"stack unwinder", unwinder()},
          {"HTTP/2", http2_front()},
          {"runtime agents", agents()}};
}

}  // namespace leakproof
