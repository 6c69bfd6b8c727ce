// SPDX-License-Identifier: MIT
#include "runtimes/jvm/thread_dump.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "runtimes/jvm/class_histogram.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_frames = 40;
constexpr std::size_t most_deeper = 8;  // of the user's, where libraries fill these
constexpr std::string_view digits = "0123456789";

// The first line of a Java thread: "\"main\" #1 prio=5 …". Threads of the JVM have no number; their
// stacks are unknown.
std::optional<JavaThread> thread_in(std::string_view line) {
  constexpr std::string_view mark = "\" #";
  const std::size_t end = line.rfind(mark);
  if (!line.starts_with('"') || end == line.npos || end == 0) return std::nullopt;
  const std::string_view rest = line.substr(end + mark.size());
  const auto id = whole_number(rest.substr(0, rest.find(' ')));
  return JavaThread{.id = id.value_or(0),
                    .stack = {{.function = without_numbers(line.substr(1, end - 1)),
                               .module = std::string(thread_module)}}};
}

// "\tat java.lang.Thread.run(java.base@17.0.15/Thread.java:840)"; in the class path without a
// module; "Native Method" or "Unknown Source" instead of a file.
std::optional<Place> frame_in(std::string_view line, const UsersClasses& users) {
  constexpr std::string_view key = "\tat ";
  const std::size_t bracket = line.rfind('(');
  if (!line.starts_with(key) || bracket == line.npos || !line.ends_with(')')) return std::nullopt;
  const std::string_view function = line.substr(key.size(), bracket - key.size());
  std::string_view source = line.substr(bracket + 1, line.size() - bracket - 2);
  Place place{.function = std::string(function), .module = "class path"};
  // The address of a hidden class: "Main$$Lambda$65/0x00007f74a8001420.run".
  if (const std::size_t slash = place.function.find("/0x"); slash != place.function.npos) {
    const std::size_t dot = std::min(place.function.find('.', slash), place.function.size());
    place.function.erase(slash, dot - slash);
  }
  if (const std::size_t slash = source.find('/'); slash != source.npos) {
    place.module = source.substr(0, std::min(source.find('@'), slash));
    source.remove_prefix(slash + 1);
  }
  const std::size_t colon = source.rfind(':');
  const auto number = colon == source.npos ? std::nullopt : whole_number(source.substr(colon + 1));
  if (number && 0 < *number && *number <= std::numeric_limits<int>::max()) {
    place.file = source.substr(0, colon);
    place.line = static_cast<int>(*number);
  }
  if (!is_of_the_jdk(place.function) && !users.has_member(place.function)) {
    place.module = library_module;
  }
  return place;
}

bool is_same(const Place& one, const Place& other) {
  return one.function == other.function && one.file == other.file && one.line == other.line;
}

// Of a deep stack of a library's, keeps the user's frames below.
void add_frame(Place frame, std::vector<Place>& stack) {
  const bool is_deep = stack.size() >= most_frames;
  if (is_deep && (!is_the_users(frame) || stack.size() >= most_frames + most_deeper)) return;
  if (stack.size() == most_frames && std::ranges::any_of(stack, is_the_users)) return;
  stack.push_back(std::move(frame));
}

}  // namespace

bool is_the_users(const Place& frame) {
  return frame.module != thread_module && frame.module != library_module &&
         !is_of_the_jdk(frame.function);
}

bool is_same_stack(std::span<const Place> one, std::span<const Place> other) {
  return std::ranges::equal(one, other, is_same);
}

std::string without_numbers(std::string_view name) {
  std::string result;
  while (!name.empty()) {
    const std::size_t words = std::min(name.find_first_of(digits), name.size());
    result += name.substr(0, words);
    name.remove_prefix(words);
    if (name.empty()) break;
    result += 'N';
    name.remove_prefix(std::min(name.find_first_not_of(digits), name.size()));
  }
  return result;
}

std::vector<JavaThread> java_threads_in(std::string_view dump, const UsersClasses& users) {
  std::vector<JavaThread> threads;
  while (!dump.empty()) {
    const std::string_view line = dump.substr(0, dump.find('\n'));
    dump.remove_prefix(std::min(line.size() + 1, dump.size()));
    if (auto thread = thread_in(line)) {
      threads.push_back(*std::move(thread));
    } else if (auto frame = frame_in(line, users); frame && !threads.empty()) {
      add_frame(*std::move(frame), threads.back().stack);
    }
  }
  return threads;
}

std::vector<Holding> groups_of(std::span<const JavaThread> threads) {
  std::vector<Holding> groups;
  for (const JavaThread& thread : threads) {
    const auto same = std::ranges::find_if(
        groups, [&](const Holding& group) { return is_same_stack(group.stack, thread.stack); });
    if (same == groups.end()) {
      groups.push_back({.metric = "threads", .count = 1, .stack = thread.stack});
    } else {
      ++same->count;
    }
  }
  return groups;
}

}  // namespace leakproof
