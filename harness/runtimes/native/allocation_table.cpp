// SPDX-License-Identifier: MIT
#include "runtimes/native/allocation_table.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "runtimes/native/own_memory.hpp"

namespace leakproof::native {
namespace {

constexpr std::uint32_t none = ~std::uint32_t{0};

// Fowler, Noll and Vo's hash (FNV-1a).
constexpr std::uint32_t hash_basis = 2166136261U;
constexpr std::uint32_t hashed(std::uint32_t hash, std::uint32_t value) {
  return (hash ^ value) * 16777619U;
}

std::uint32_t hash_of(std::uint64_t id) {
  return static_cast<std::uint32_t>((id >> 3) * 0x9e3779b97f4a7c15U >> 32);
}

// A field of an answer contains no tab and ends no line.
char cleaned(char c) { return static_cast<unsigned char>(c) < ' ' ? ' ' : c; }

bool equals_cleaned(std::string_view cleaned_text, std::string_view text) {
  if (cleaned_text.size() != text.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (cleaned_text[i] != cleaned(text[i])) return false;
  }
  return true;
}

/// Appends to a space that is large enough.
class Text {
 public:
  explicit Text(char* space) : begin_(space), end_(space) {}

  Text& operator<<(std::string_view text) {
    end_ = std::copy(text.begin(), text.end(), end_);
    return *this;
  }
  Text& operator<<(std::uint64_t number) {
    end_ = std::to_chars(end_, end_ + 20, number).ptr;
    return *this;
  }
  std::string_view text() const { return {begin_, static_cast<std::size_t>(end_ - begin_)}; }

 private:
  char* begin_;
  char* end_;
};

}  // namespace

AllocationTable* AllocationTable::create() {
  static_assert(most_stacks <= 1 << 20, "a stack's index has 20 bits");
  return static_cast<AllocationTable*>(own_memory(sizeof(AllocationTable)));
}

std::string_view AllocationTable::text_at(std::uint32_t offset) const {
  std::uint16_t size = 0;
  std::memcpy(&size, text_ + offset, sizeof size);
  return {text_ + offset + sizeof size, size};
}

// The offset of an equal text, which is added if it is new. none: there is no space left.
std::uint32_t AllocationTable::text(std::string_view wanted) {
  if (wanted.size() > longest_text) wanted = {wanted.data(), longest_text};
  std::uint32_t hash = hash_basis;
  for (const char c : wanted) hash = hashed(hash, static_cast<unsigned char>(cleaned(c)));
  std::uint32_t at = hash % most_texts;
  for (; text_index_[at] != 0; at = (at + 1) % most_texts) {
    if (equals_cleaned(text_at(text_index_[at] - 1), wanted)) return text_index_[at] - 1;
  }
  const auto size = static_cast<std::uint16_t>(wanted.size());
  if (texts_ >= most_texts / 2 || text_end_ + sizeof size + size > text_bytes) return none;
  const std::uint32_t offset = text_end_;
  std::memcpy(text_ + offset, &size, sizeof size);
  for (std::uint16_t i = 0; i < size; ++i) text_[offset + sizeof size + i] = cleaned(wanted[i]);
  text_end_ += static_cast<std::uint32_t>(sizeof size) + size;
  ++texts_;
  text_index_[at] = offset + 1;
  return offset;
}

std::uint32_t AllocationTable::stack_of(std::span<const Frame> frames) {
  Stack wanted{};
  wanted.hash = hash_basis;
  for (const Frame& frame : frames) {
    if (wanted.frames == most_frames) break;
    const Place place{text(frame.file), frame.line, text(frame.function)};
    if (place.file == none || place.function == none) return none;
    wanted.places[wanted.frames++] = place;
    wanted.hash = hashed(hashed(hashed(wanted.hash, place.file), place.line), place.function);
  }
  std::uint32_t at = wanted.hash % most_stacks;
  for (; stack_[at].frames != 0; at = (at + 1) % most_stacks) {
    const Stack& known = stack_[at];
    if (known.hash == wanted.hash && known.frames == wanted.frames &&
        std::memcmp(known.places, wanted.places, sizeof known.places) == 0) {
      return at;
    }
  }
  if (stacks_ >= most_stacks / 4 * 3) return none;
  ++stacks_;
  stack_[at] = wanted;
  return at;
}

void AllocationTable::add(std::uintptr_t id, std::size_t bytes, std::span<const Frame> frames) {
  if (id == 0 || frames.empty() || allocations_ >= most_allocations / 4 * 3) return;
  const std::uint32_t stack = stack_of(frames);
  if (stack == none) return;
  const std::uint32_t at = find(id);
  if (allocation_[at].id == 0) ++allocations_;
  allocation_[at].id = id;
  allocation_[at].bytes = bytes & ((std::uint64_t{1} << 44) - 1);
  allocation_[at].stack = stack & ((std::uint32_t{1} << 20) - 1);
}

// Where the allocation is, or where it would be added.
std::uint32_t AllocationTable::find(std::uintptr_t id) const {
  std::uint32_t at = hash_of(id) % most_allocations;
  while (allocation_[at].id != 0 && allocation_[at].id != id) at = (at + 1) % most_allocations;
  return at;
}

void AllocationTable::erase(std::uintptr_t id) {
  const std::uint32_t at = find(id);
  if (allocation_[at].id != 0) remove_at(at);
}

// Knuth's algorithm R (volume 3, 6.4): moves back what was displaced by the removed entry.
void AllocationTable::remove_at(std::uint32_t hole) {
  --allocations_;
  for (std::uint32_t at = (hole + 1) % most_allocations; allocation_[at].id != 0;
       at = (at + 1) % most_allocations) {
    const std::uint32_t home = hash_of(allocation_[at].id) % most_allocations;
    const bool may_stay = (at - home) % most_allocations < (at - hole) % most_allocations;
    if (may_stay) continue;
    allocation_[hole] = allocation_[at];
    hole = at;
  }
  allocation_[hole].id = 0;
}

AllocationTable::Stack* AllocationTable::largest_unwritten() {
  Stack* largest = nullptr;
  for (Stack& stack : stack_) {
    if (stack.count == 0 || stack.is_written) continue;
    if (largest == nullptr || stack.bytes > largest->bytes) largest = &stack;
  }
  return largest;
}

// Returns how many stacks are to be written.
std::size_t AllocationTable::sum(SizeOf size_of, IsWanted is_wanted) {
  for (Stack& stack : stack_) {
    if (stack.frames == 0) continue;
    stack.bytes = stack.count = 0;
    stack.is_written = false;
  }
  std::size_t lines = 0;
  for (const Allocation& allocation : allocation_) {
    if (allocation.id == 0) continue;
    if (is_wanted && !is_wanted(allocation.id, allocation.bytes)) continue;
    Stack& stack = stack_[allocation.stack];
    stack.bytes += size_of ? size_of(allocation.id, allocation.bytes) : allocation.bytes;
    if (stack.count++ == 0 && lines < most_lines) ++lines;
  }
  return lines;
}

// `metric`: empty for memory. Returns the end of the text.
char* AllocationTable::write_lines(char* end, std::size_t lines, std::string_view metric) {
  Text text(end);
  for (std::size_t i = 0; i < lines; ++i) {
    Stack& stack = *largest_unwritten();
    stack.is_written = true;
    if (metric.empty()) {
      text << "held\t" << stack.bytes;
    } else {
      text << "counted\t" << metric;
    }
    text << "\t" << stack.count;
    for (const Place& place : std::span(stack.places, stack.frames)) {
      text << "\t" << text_at(place.file) << "\t" << place.line << "\t" << text_at(place.function);
    }
    text << "\n";
  }
  return end + text.text().size();
}

std::string_view AllocationTable::answer(std::string_view source, SizeOf size_of) {
  const std::size_t lines = sum(size_of, nullptr);
  Text head(answer_);
  head << "explains " << source << " " << lines << "\n";
  const char* const end = write_lines(answer_ + head.text().size(), lines, "");
  return {answer_, static_cast<std::size_t>(end - answer_)};
}

AllocationTable::Lines AllocationTable::held(SizeOf size_of) {
  const std::size_t lines = sum(size_of, nullptr);
  const char* const end = write_lines(answer_, lines, "");
  return {{answer_, static_cast<std::size_t>(end - answer_)}, lines};
}

AllocationTable::Lines AllocationTable::counted(std::string_view metric, IsWanted is_counted) {
  const std::size_t lines =
      sum([](std::uintptr_t, std::size_t) -> std::size_t { return 1; }, is_counted);
  const char* const end = write_lines(answer_, lines, metric);
  return {{answer_, static_cast<std::size_t>(end - answer_)}, lines};
}

std::string_view AllocationTable::stack_text(std::uintptr_t id) {
  const Allocation& allocation = allocation_[find(id)];
  if (allocation.id == 0) return {};
  const Stack& stack = stack_[allocation.stack];
  Text text(answer_);
  for (const Place& place : std::span(stack.places, stack.frames)) {
    text << "\t" << text_at(place.file) << "\t" << place.line << "\t" << text_at(place.function);
  }
  return text.text();
}

}  // namespace leakproof::native
