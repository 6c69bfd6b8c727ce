// SPDX-License-Identifier: MIT
#include "attribution/user_code.hpp"

#include <algorithm>
#include <array>

#include "attribution/library_functions.hpp"
#include "runtimes/catalogue.hpp"

namespace leakproof {
namespace {

// "<string>", "<frozen importlib._bootstrap>".
bool is_generated(const Place& place) {
  return place.file.starts_with('<') && place.file.ends_with('>');
}

bool is_nowhere(const Place& place) { return place.file.empty() && place.module.empty(); }

bool begins_with(std::string_view path, std::span<const std::string_view> folders) {
  return std::ranges::any_of(folders,
                             [&](std::string_view folder) { return path.starts_with(folder); });
}

// Headers whose templates and inline functions are compiled into a program, and the sources of
// packages that are built with it.
bool is_source_of_a_library(std::string_view file) {
  constexpr std::array<std::string_view, 3> folders{"/usr/include/", "/usr/src/debug/", "/rustc/"};
  constexpr std::array<std::string_view, 11> within{
      "/.cargo/registry/", "/.cargo/git/",  "/vcpkg_installed/", "/.conan2/",
      "/third_party/",     "/third-party/", "/thirdparty/",      "/vendor/",
      "/_deps/",           "/subprojects/", "/extern/"};
  // Libraries that are copied into a program's folder as one file.
  constexpr std::array<std::string_view, 8> files{"/mongoose.c", "/civetweb.c",   "/sqlite3.c",
                                                  "/cJSON.c",    "/miniz.c",      "/httplib.h",
                                                  "/json.hpp",   "/http_parser.c"};
  const auto contains = [&](std::string_view piece) { return file.find(piece) != file.npos; };
  const auto ends = [&](std::string_view name) { return file.ends_with(name); };
  return begins_with(file, folders) || std::ranges::any_of(within, contains) ||
         std::ranges::any_of(files, ends);
}

// Of a library in machine code that a package of a runtime brings.
bool is_of_a_package(std::string_view path) {
  constexpr std::array<std::string_view, 4> folders{"/site-packages/", "/dist-packages/",
                                                    "/node_modules/", "/gems/"};
  return std::ranges::any_of(
      folders, [&](std::string_view folder) { return path.find(folder) != path.npos; });
}

// Is this the file name of a runtime's program or library, such as "node" or "libjvm.so"?
bool is_a_runtime(std::string_view module) {
  const std::string maps = "/" + std::string(module);
  return std::ranges::any_of(runtimes::catalogue(), [&](const RuntimeEntry& runtime) {
    return runtime.recognises({.program = module, .maps = maps});
  });
}

}  // namespace

bool is_of_the_system(std::string_view path) {
  constexpr std::array<std::string_view, 9> folders{"/usr/lib", "/lib/",      "/lib32/",
                                                    "/lib64/",  "/libx32/",   "/usr/bin/",
                                                    "/bin/",    "/usr/sbin/", "/sbin/"};
  // A module without a path is the kernel's vDSO, or code generated at run time. A bundle carries
  // the system's libraries (cmake/Bundle.cmake).
  return path.empty() || path.find("/leakproof/libraries/") != path.npos ||
         begins_with(path, folders);
}

bool UserCode::is_mine(std::string_view path) const {
  return std::ranges::any_of(mine_, [&](std::string_view named) {
    while (named.ends_with('/')) named.remove_suffix(1);
    if (named.empty()) return path.starts_with('/');
    for (std::size_t at = path.find(named); at != path.npos; at = path.find(named, at + 1)) {
      const std::size_t end = at + named.size();
      const bool begins = at == 0 || path[at - 1] == '/';
      if (begins && (end == path.size() || path[end] == '/')) return true;
    }
    return false;
  });
}

bool UserCode::is_in_my_package(std::string_view name) const {
  return std::ranges::any_of(mine_, [&](std::string_view package) {
    if (package.empty() || !name.starts_with(package)) return false;
    const std::string_view rest = name.substr(package.size());
    return rest.empty() || rest.starts_with('.') || rest.starts_with('$');
  });
}

bool UserCode::is_of_a_runtime(const Place& place, std::string_view source) const {
  const auto is_named = [&](const RuntimeEntry& runtime) {
    return runtime.explains_by == source && runtime.qualified_name != nullptr &&
           is_in_my_package(runtime.qualified_name(place));
  };
  if (is_mine(place.file) || std::ranges::any_of(runtimes::catalogue(), is_named)) return false;
  const auto is_library = [&](const RuntimeEntry& runtime) {
    return runtime.explains_by == source && runtime.is_library != nullptr &&
           runtime.is_library(place);
  };
  return is_nowhere(place) || std::ranges::any_of(runtimes::catalogue(), is_library);
}

bool UserCode::is_native_library(const Place& place, std::string_view path) const {
  if (is_mine(place.file) || is_mine(path)) return false;
  // A program may be called "python-client", but only a runtime's library is called "libpython.so".
  const bool is_by_name = place.file.empty() || place.module.find(".so") != std::string::npos;
  return is_of_the_system(path) || is_of_a_package(path) || is_source_of_a_library(place.file) ||
         (is_by_name && is_a_runtime(place.module));
}

std::optional<std::size_t> UserCode::first_in(std::span<const Place> stack,
                                              std::string_view source) const {
  std::optional<std::size_t> generated;
  for (std::size_t i = 0; i < stack.size(); ++i) {
    if (is_of_a_runtime(stack[i], source)) continue;
    if (!is_generated(stack[i])) return i;
    if (!generated) generated = i;
  }
  return generated;
}

std::optional<std::size_t> UserCode::first_in(std::span<const Place> stack,
                                              std::span<const std::string> paths) const {
  std::optional<std::size_t> allocating;
  for (std::size_t i = 0; i < stack.size(); ++i) {
    const Place& place = stack[i];
    if (is_native_library(place, paths[i])) continue;
    if (!is_allocation_function(place.function)) {
      if (place.file.empty() && is_libc_function(place.function)) continue;
      return i;
    }
    if (!allocating) allocating = i;
  }
  return allocating;
}

}  // namespace leakproof
