// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace leakproof {

/// A place in the client's code, as far as it is known.
struct Place {
  std::string function{};  // demangled; empty if nothing names it
  std::string file{};      // empty without debug information
  int line = 0;            // 0: not known
  std::string module{};    // the program or library; empty: not known
  std::uint64_t offset{};  // in the module; 0: not known
};

/// Who holds a part of the growth that a trial is accused of: a call stack, or a line of a
/// script.
struct Owner {
  std::string metric{};                // the series that it explains: "heap_bytes", "descriptors"
  std::string source{};                // how it was found: "call stacks", or Explanation::source
  double count_per_fetch = 0;          // blocks, descriptors, threads, mappings
  double bytes_per_fetch = 0;          // of memory
  double share = 0;                    // of the growth that the verdict measured; 1: all of it
  std::vector<Place> stack{};          // innermost first, never empty
  std::optional<std::size_t> yours{};  // index of the first frame outside of system libraries
  std::string details{};               // for people: sizes, or both ends of a socket
};

}  // namespace leakproof
