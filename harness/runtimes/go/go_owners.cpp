// SPDX-License-Identifier: MIT
#include "runtimes/go/go_owners.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace leakproof::go {
namespace {

using Stack = std::vector<Place>;

constexpr std::size_t most_places = 40;

bool is_of_runtime(const Place& place) { return place.function.starts_with("runtime."); }

bool is_yours(const Place& place) { return !is_library(place); }

/// Names code. Stacks lose their frames of the runtime at either end.
class Names {
 public:
  explicit Names(const FramesAt& frames_at) : frames_at_(frames_at) {}

  // `pcs` has an address for each function, even one that was inlined, as the runtime's own
  // profiles do.
  Stack logical(const std::vector<std::uintptr_t>& pcs) const {
    Stack stack;
    for (const std::uintptr_t pc : pcs) stack.push_back(place(frames_at_(pc).front()));
    return without_runtime(without_marks(std::move(stack)));
  }

  // `pcs` are those that are on the stack, from which inlined functions are missing.
  Stack physical(const std::vector<std::uintptr_t>& pcs) const {
    Stack stack;
    for (const std::uintptr_t pc : pcs) {
      for (const Frame& frame : frames_at_(pc)) stack.push_back(place(frame));
    }
    return without_runtime(std::move(stack));
  }

  std::string function_at(std::uintptr_t entry) const {
    return frames_at_(entry + 1).back().function;
  }

 private:
  static Place place(const Frame& frame) {
    return {.function = frame.function,
            .file = frame.file,
            .line = frame.line,
            .module = frame.module,
            .offset = frame.offset};
  }

  // The address of a function that was inlined may be a mark in its caller, which has no line.
  static Stack without_marks(Stack stack) {
    Stack whole;
    for (std::size_t i = 0; i < stack.size(); ++i) {
      const bool is_mark = stack[i].file.empty() && i + 1 < stack.size() &&
                           !stack[i + 1].file.empty() && stack[i].function == stack[i + 1].function;
      if (!is_mark) whole.push_back(std::move(stack[i]));
    }
    return whole;
  }

  static Stack without_runtime(Stack stack) {
    while (!stack.empty() && is_of_runtime(stack.back())) stack.pop_back();
    stack.erase(stack.begin(), std::ranges::find_if_not(stack, is_of_runtime));
    return stack;
  }

  const FramesAt& frames_at_;
};

/// The stacks of the creators of goroutines, by the name of the function that these run.
class Creators {
 public:
  void add(const std::string& function, const Stack& stack) {
    if (!stack.empty()) by_function_.try_emplace(function, stack);
  }

  // Appends the stacks of the creators, up to one in which the user's code runs.
  Stack continued(Stack stack) const {
    while (!stack.empty() && stack.size() < most_places && std::ranges::none_of(stack, is_yours)) {
      const auto creator = by_function_.find(stack.back().function);
      if (creator == by_function_.end()) break;
      std::ranges::copy(creator->second, std::back_inserter(stack));
    }
    if (stack.size() > most_places) stack.resize(most_places);
    return stack;
  }

 private:
  std::map<std::string, Stack> by_function_{};
};

// What each goroutine runs, and the stack of its creator.
Creators creators_of(const std::map<Goroutine, GoroutineGroup>& groups, const Names& names) {
  Creators creators;
  for (const auto& [goroutine, group] : groups) {
    std::string function = names.function_at(goroutine.starts_in);
    for (const std::vector<std::uintptr_t>& ancestor : goroutine.ancestors) {
      Stack stack = names.logical(ancestor);
      creators.add(function, stack);
      if (stack.empty()) break;
      function = stack.back().function;
    }
  }
  return creators;
}

void add(std::vector<Holding>& holdings, Holding holding) {
  if (!holding.stack.empty()) holdings.push_back(std::move(holding));
}

// A connection or an open file has one such object.
bool is_descriptor(const Stack& stack) {
  return stack.front().function == "net.newFD" || stack.front().function == "os.newFile";
}

// "net.(*sysDialer).dialTCP"
bool is_connection(const Stack& stack) {
  return stack.front().function == "net.newFD" &&
         std::ranges::any_of(stack, [](const Place& place) {
           return place.function.starts_with("net.") &&
                  place.function.find("TCP") != std::string::npos;
         });
}

// `file`: relative to the folder of the sources, "net/http/client.go".
bool is_of_standard_library(std::string_view file) {
  constexpr std::array<std::string_view, 51> folders{
      "archive", "arena",   "bufio",    "builtin", "bytes",   "cmp",      "compress", "container",
      "context", "crypto",  "database", "debug",   "embed",   "encoding", "errors",   "expvar",
      "flag",    "fmt",     "go",       "hash",    "html",    "image",    "index",    "internal",
      "io",      "iter",    "log",      "maps",    "math",    "mime",     "net",      "os",
      "path",    "plugin",  "reflect",  "regexp",  "runtime", "simd",     "slices",   "sort",
      "strconv", "strings", "structs",  "sync",    "syscall", "testing",  "text",     "time",
      "unicode", "unique",  "vendor"};
  const std::size_t end = file.find('/');
  return end != file.npos && std::ranges::find(folders, file.substr(0, end)) != folders.end();
}

// Does one of the folders hold an installation of Go, such as "go", "go-1.19" or "go1.22.3"?
bool has_folder_of_go(std::string_view path) {
  while (!path.empty()) {
    std::string_view name = path.substr(path.rfind('/') + 1);
    path.remove_suffix(std::min(path.size(), name.size() + 1));
    if (!name.starts_with("go")) continue;
    name.remove_prefix(2);
    if (name.starts_with('-')) name.remove_prefix(1);
    if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return true;
  }
  return false;
}

}  // namespace

Explanation explanation(const std::vector<Allocated>& allocated,
                        const std::map<Goroutine, GoroutineGroup>& goroutines,
                        const FramesAt& frames_at) {
  const Names names(frames_at);
  const Creators creators = creators_of(goroutines, names);
  Explanation result{.source = "go-profile"};
  for (const auto& [goroutine, group] : goroutines) {
    Stack stack = names.physical(goroutine.waits_at);
    if (stack.empty()) continue;  // the runtime's own
    stack = creators.continued(std::move(stack));
    add(result.holdings, {.metric = "goroutines", .count = group.count, .stack = stack});
    add(result.holdings, {.bytes = group.stack_bytes, .stack = std::move(stack)});
  }
  std::map<std::vector<std::uintptr_t>, std::int64_t> largest;  // object of a stack
  for (const Allocated& held : allocated) {
    std::int64_t& size = largest[held.stack];
    size = std::max(size, held.size);
  }
  for (const Allocated& held : allocated) {
    Stack stack = names.logical(held.stack);
    if (stack.empty()) continue;
    const bool is_open = is_descriptor(stack) && held.size == largest[held.stack];
    const bool is_connected = is_open && is_connection(stack);
    stack = creators.continued(std::move(stack));
    if (is_connected) {
      add(result.holdings, {.metric = "connections", .count = held.objects, .stack = stack});
    }
    if (is_open) {
      add(result.holdings, {.metric = "descriptors", .count = held.objects, .stack = stack});
    }
    add(result.holdings, {.bytes = held.bytes, .count = held.objects, .stack = std::move(stack)});
  }
  return result;
}

bool is_library(const Place& place) {
  if (place.file.empty()) return !place.function.starts_with("main.");
  const std::string_view file = place.file;
  if (file.find("/pkg/mod/") != file.npos || file.find("/vendor/") != file.npos) return true;
  if (file.ends_with("_cgo_gotypes.go")) return true;  // written by cgo
  if (!file.starts_with('/')) {                        // built with -trimpath
    return file.find('@') != file.npos || is_of_standard_library(file);
  }
  // "/usr/local/go/src/net/http/transport.go"
  constexpr std::string_view source = "/src/";
  for (std::size_t at = file.find(source); at != file.npos; at = file.find(source, at + 1)) {
    if (!is_of_standard_library(file.substr(at + source.size()))) continue;
    if (has_folder_of_go(file.substr(0, at))) return true;
  }
  return false;
}

}  // namespace leakproof::go
