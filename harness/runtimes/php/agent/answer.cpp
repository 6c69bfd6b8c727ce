// SPDX-License-Identifier: MIT
#include "runtimes/php/agent/answer.hpp"

#include <algorithm>
#include <charconv>

#include "runtimes/native/own_memory.hpp"

namespace leakproof::php {

Answer* Answer::create() { return static_cast<Answer*>(native::own_memory(sizeof(Answer))); }

void Answer::clear() { lines_ = size_ = 0; }

void Answer::add(std::string_view text, std::size_t lines) {
  if (lines_ + lines > most_lines || size_ + text.size() > most_bytes) return;
  std::copy(text.begin(), text.end(), text_ + longest_head + size_);
  size_ += text.size();
  lines_ += lines;
}

std::string_view Answer::text(std::string_view source) {
  char head[longest_head];
  char* end = head;
  const auto append = [&](std::string_view piece) {
    end = std::copy(piece.begin(), piece.end(), end);
  };
  append("explains ");
  append(source);
  append(" ");
  end = std::to_chars(end, end + 20, lines_).ptr;
  append("\n");
  char* const begin = text_ + longest_head - (end - head);
  std::copy(static_cast<char*>(head), end, begin);
  return {begin, static_cast<std::size_t>(end - head) + size_};
}

}  // namespace leakproof::php
