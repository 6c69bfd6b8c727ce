// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "operations.hpp"

namespace heap_subject {
namespace {

using Line = std::array<char, 128>;

bool read_line(Line& line) {
  for (char& next : line) {
    if (::read(STDIN_FILENO, &next, 1) != 1) return false;
    if (next != '\n') continue;
    next = '\0';
    return true;
  }
  return false;
}

long obey(Line& line) {
  char* rest = std::strchr(line.data(), ' ');
  std::array<long, 3> numbers{};
  if (rest) {
    *rest++ = '\0';
    for (long& number : numbers) number = std::strtol(rest, &rest, 10);
  }
  for (const Maker& maker : makers()) {
    if (std::strcmp(maker.name, line.data()) == 0) {
      return make(maker, static_cast<std::size_t>(numbers[0]));
    }
  }
  for (const auto& group :
       {allocations(), descriptors(), failures(), threads(), forks(), mappings()}) {
    for (const Operation& operation : group) {
      if (std::strcmp(operation.name, line.data()) == 0) {
        return operation.run(numbers[0], numbers[1], numbers[2]);
      }
    }
  }
  std::abort();
}

}  // namespace
}  // namespace heap_subject

int main() {
  heap_subject::Line line;
  while (heap_subject::read_line(line)) {
    std::array<char, 32> answer{};
    const int length =
        std::snprintf(answer.data(), answer.size(), "%ld\n", heap_subject::obey(line));
    if (::write(STDOUT_FILENO, answer.data(), static_cast<std::size_t>(length)) != length) return 1;
  }
}
