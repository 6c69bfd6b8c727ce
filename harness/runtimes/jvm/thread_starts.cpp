// SPDX-License-Identifier: MIT
#include "runtimes/jvm/thread_starts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "model/fetching_stack.hpp"
#include "runtimes/jvm/class_histogram.hpp"
#include "text/numbers.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_starts = 20'000;
constexpr std::size_t most_frames_of_start = 64;
constexpr std::size_t most_inner = 10;  // frames within libraries
constexpr std::size_t most_outer = 4;   // from the user's first frame outwards
constexpr std::size_t most_starts_followed = 2;

struct Numbered {
  std::int64_t id = 0;
  std::string_view name{};
};

// "\"pool-1-thread-1\" (javaThreadId = 22)", "\"\" (javaThreadId = 31, virtual)"
std::optional<Numbered> numbered_thread(std::string_view text) {
  constexpr std::string_view mark = "\" (javaThreadId = ";
  const std::size_t end = text.rfind(mark);
  if (!text.starts_with('"') || end == text.npos || end == 0 || !text.ends_with(')')) {
    return std::nullopt;
  }
  const std::string_view number = text.substr(end + mark.size());
  const auto id = whole_number(number.substr(0, number.find_first_of(",)")));
  if (!id || *id <= 0) return std::nullopt;
  return Numbered{.id = *id, .name = text.substr(1, end - 1)};
}

// "Main.get(URI, String) line: 25"
std::optional<Place> frame_of_start(std::string_view text) {
  constexpr std::string_view mark = " line:";
  const std::size_t bracket = text.find('(');
  if (bracket == text.npos || bracket == 0) return std::nullopt;
  Place frame{.function = std::string(text.substr(0, bracket))};
  if (const std::size_t at = text.rfind(mark); at != text.npos) {
    std::string_view number = text.substr(at + mark.size());
    number.remove_prefix(std::min(number.find_first_not_of(' '), number.size()));
    const auto line = whole_number(number);
    if (line && 0 < *line && *line <= std::numeric_limits<int>::max()) {
      frame.line = static_cast<int>(*line);
    }
  }
  return frame;
}

// The rest of a line that begins so.
std::optional<std::string_view> value_after(std::string_view key, std::string_view line) {
  if (!line.starts_with(key)) return std::nullopt;
  return line.substr(key.size());
}

// Reads one event after the other, line by line.
class StartReader {
 public:
  void read(std::string_view line) {
    if (line == "jdk.ThreadStart {") {
      event_.emplace();
      id_ = 0;
      is_in_stack_ = false;
    } else if (line == "}") {
      finish();
    } else if (const std::size_t indent = line.find_first_not_of(' ');
               event_ && indent != line.npos) {
      read_field(line.substr(indent));
    }
  }

  ThreadStarts starts() && { return std::move(starts_); }

 private:
  void finish() {
    const bool is_whole = event_ && id_ > 0 && event_->parent > 0 && !event_->stack.empty();
    if (is_whole && starts_.size() < most_starts) starts_[id_] = *std::move(event_);
    event_.reset();
  }

  void read_field(std::string_view line) {
    if (is_in_stack_) {
      if (line == "]") {
        is_in_stack_ = false;
      } else if (auto frame = frame_of_start(line);
                 frame && event_->stack.size() < most_frames_of_start) {
        event_->stack.push_back(*std::move(frame));
      }
    } else if (const auto thread = value_after("thread = ", line)) {
      if (const auto started = numbered_thread(*thread)) id_ = started->id;
    } else if (const auto parent = value_after("parentThread = ", line)) {
      if (const auto starting = numbered_thread(*parent)) {
        event_->parent = starting->id;
        event_->parent_name = starting->name;
      }
    } else if (line == "stackTrace = [") {
      is_in_stack_ = true;
    }
  }

  ThreadStarts starts_;
  std::optional<ThreadStart> event_;
  std::int64_t id_ = 0;
  bool is_in_stack_ = false;
};

// "com.acme.Main" of "com.acme.Main$Nested.run" and of "com.acme.Main.run".
std::string_view outer_class_of(std::string_view function) {
  const std::string_view name = function.substr(0, std::min(function.rfind('.'), function.size()));
  const std::size_t package = name.rfind('.') + 1;  // 0 without one
  return name.substr(0, name.find('$', package + 1));
}

// The files of classes: known of those in the stacks of threads, and guessed of others.
class SourceFiles {
 public:
  SourceFiles(std::span<const JavaThread> threads, const UsersClasses& users) : users_(users) {
    for (const JavaThread& thread : threads) {
      for (const Place& frame : thread.stack) {
        if (frame.file.empty()) continue;
        known_.emplace(outer_class_of(frame.function), frame.file);
        if (is_the_users(frame)) is_in_kotlin_ = frame.file.ends_with(".kt");
      }
    }
  }

  // A frame as in a dump of threads.
  Place placed(Place frame) const {
    const bool is_jdks = is_of_the_jdk(frame.function);
    const bool is_users = !is_jdks && users_.has_member(frame.function);
    frame.module = is_jdks ? "JDK" : is_users ? "class path" : std::string(library_module);
    if (frame.line == 0) return frame;
    const std::string_view outer = outer_class_of(frame.function);
    if (const auto found = known_.find(outer); found != known_.end()) {
      frame.file = found->second;
    } else if (is_jdks || is_users) {
      frame.file = guess(outer.substr(outer.rfind('.') + 1), is_users && is_in_kotlin_);
    } else {
      frame.line = 0;
    }
    return frame;
  }

 private:
  // In Kotlin, the functions of main.kt that are in no class are those of MainKt.
  static std::string guess(std::string_view name, bool is_in_kotlin) {
    if (!is_in_kotlin) return fmt::format("{}.java", name);
    if (name.ends_with("Kt")) name.remove_suffix(2);
    return fmt::format("{}.kt", name);
  }

  const UsersClasses& users_;
  std::map<std::string, std::string, std::less<>> known_;
  bool is_in_kotlin_ = false;
};

// The frames near the user's first one.
void append_frames(const std::vector<Place>& all, std::vector<Place>& stack) {
  const auto first = std::ranges::find_if(all, is_the_users);
  const auto inner = static_cast<std::size_t>(first - all.begin());
  const bool has_users = first != all.end();
  const std::size_t from = has_users && inner > most_inner ? inner - most_inner : 0;
  const std::size_t end = std::min(all.size(), has_users ? inner + most_outer : most_inner);
  for (std::size_t i = from; i < end; ++i) stack.push_back(all[i]);
}

// Virtual threads have no names.
std::string started_by_thread(std::string_view name) {
  return name.empty() ? fmt::format("{}a thread", started_by)
                      : fmt::format("{}thread {}", started_by, without_numbers(name));
}

std::vector<Place> origin_of(std::int64_t id, const ThreadStarts& starts,
                             const SourceFiles& files) {
  std::vector<Place> origin;
  for (std::size_t followed = 0; followed < most_starts_followed; ++followed) {
    const auto start = starts.find(id);
    if (start == starts.end()) break;
    const auto& [parent, parent_name, functions] = start->second;
    origin.push_back(
        {.function = started_by_thread(parent_name), .module = std::string(thread_module)});
    std::vector<Place> frames;
    for (const Place& function : functions) frames.push_back(files.placed(function));
    append_frames(frames, origin);
    if (std::ranges::any_of(frames, is_the_users)) break;
    id = parent;
  }
  return origin;
}

}  // namespace

ThreadStarts thread_starts_in(std::string_view printed) {
  StartReader reader;
  while (!printed.empty()) {
    const std::string_view line = printed.substr(0, printed.find('\n'));
    printed.remove_prefix(std::min(line.size() + 1, printed.size()));
    reader.read(line);
  }
  return std::move(reader).starts();
}

void add_origins(std::span<const JavaThread> threads, const ThreadStarts& starts,
                 const UsersClasses& users, std::vector<Holding>& holdings) {
  const SourceFiles files(threads, users);
  for (Holding& holding : holdings) {
    if (holding.metric != "threads") continue;
    std::vector<std::pair<std::vector<Place>, int>> found;
    for (const JavaThread& thread : threads) {
      if (!starts.contains(thread.id) || !is_same_stack(thread.stack, holding.stack)) continue;
      std::vector<Place> origin = origin_of(thread.id, starts, files);
      const auto same = std::ranges::find_if(
          found, [&](const auto& other) { return is_same_stack(other.first, origin); });
      if (same == found.end()) {
        found.emplace_back(std::move(origin), 1);
      } else {
        ++same->second;
      }
    }
    const auto most =
        std::ranges::max_element(found, {}, [](const auto& one) { return one.second; });
    if (most != found.end()) holding.origin = std::move(most->first);
  }
}

}  // namespace leakproof
