// SPDX-License-Identifier: MIT
#include "text/exit_text.hpp"

#include <fmt/format.h>

namespace leakproof {

std::string exit_text(int exit_code) {
  if (exit_code < 0) return fmt::format("by signal {}", -exit_code);
  // What a shell says of a program that it has run.
  constexpr int of_shell = 128;
  constexpr int last_signal = 64;
  const bool is_of_shell = exit_code > of_shell && exit_code <= of_shell + last_signal;
  return fmt::format(
      "with exit code {}{}", exit_code,
      is_of_shell ? fmt::format(" (in a shell: killed by signal {})", exit_code - of_shell) : "");
}

}  // namespace leakproof
