// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// Code of agents that are loaded into foreign processes as native libraries. It needs no C++
/// runtime, and takes its memory directly from the kernel, so that it is not counted.
namespace leakproof::native {

/// A place in a script.
struct Frame {
  std::string_view file{};
  std::uint32_t line = 0;
  std::string_view function{};
};

/// The allocations that a script's code has made and not freed, each with the stack of the script
/// that made it. What does not fit is left out. Not thread-safe.
class AllocationTable {
 public:
  static constexpr std::size_t most_frames = 16;
  static constexpr std::size_t most_lines = 64;

  /// An empty table of its own pages; null if there is no address space. It is never destroyed.
  static AllocationTable* create();

  /// Records a live allocation. `stack`: innermost first; without one nothing is recorded.
  void add(std::uintptr_t id, std::size_t bytes, std::span<const Frame> stack);

  /// Forgets an allocation. Unknown ones are ignored.
  void erase(std::uintptr_t id);

  /// Returns the size of a live allocation, given what was recorded.
  using SizeOf = std::size_t (*)(std::uintptr_t id, std::size_t bytes);

  /// The protocol's answer to "explain", with the stacks that hold most. Valid until the next.
  std::string_view answer(std::string_view source, SizeOf size_of = nullptr);

  /// Lines of an answer. Valid until the next.
  struct Lines {
    std::string_view text{};
    std::size_t count = 0;
  };
  Lines held(SizeOf = nullptr);

  /// The lines that count those allocations for which `is_counted`, as values of a series.
  Lines counted(std::string_view metric, bool (*is_counted)(std::uintptr_t id, std::size_t bytes));

  /// The stack that made a live allocation, as fields of an answer, each after a tab; empty if it
  /// is unknown. Valid until the next answer.
  std::string_view stack_text(std::uintptr_t id);

 private:
  static constexpr std::uint32_t most_allocations = 1 << 20;
  static constexpr std::uint32_t most_stacks = 1 << 14;
  static constexpr std::uint32_t most_texts = 1 << 14;
  static constexpr std::uint32_t text_bytes = 1 << 21;
  static constexpr std::size_t longest_text = 300;
  static constexpr std::size_t longest_number = 20;
  static constexpr std::size_t longest_frame = 2 * longest_text + longest_number + 3;
  static constexpr std::size_t longest_line = most_frames * longest_frame + 64;

  struct Place {
    std::uint32_t file, line, function;
    bool operator==(const Place&) const = default;
  };
  struct Stack {
    std::uint32_t hash, frames;  // 0 frames: unused
    Place places[most_frames];
    std::uint64_t bytes, count;  // in the answer that is being written
    bool is_written;
  };
  struct Allocation {
    std::uint64_t id;  // 0: unused
    std::uint64_t bytes : 44;
    std::uint64_t stack : 20;
  };

  std::uint32_t text(std::string_view);
  std::uint32_t stack_of(std::span<const Frame>);
  std::string_view text_at(std::uint32_t offset) const;
  std::uint32_t find(std::uintptr_t id) const;
  void remove_at(std::uint32_t index);
  using IsWanted = bool (*)(std::uintptr_t id, std::size_t bytes);
  std::size_t sum(SizeOf, IsWanted);
  Stack* largest_unwritten();
  char* write_lines(char* end, std::size_t lines, std::string_view metric);

  // All zero is an empty table.
  std::uint32_t allocations_, stacks_, texts_, text_end_;
  Allocation allocation_[most_allocations];
  Stack stack_[most_stacks];
  std::uint32_t text_index_[most_texts];  // offset + 1
  char text_[text_bytes];                 // each with its length in two bytes before it
  char answer_[(most_lines + 1) * longest_line];
};

}  // namespace leakproof::native
