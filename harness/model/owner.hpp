// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// A place in the client's code. Fields that could not be resolved are empty or 0.
struct Place {
  std::string function{};  // demangled; empty without a symbol
  std::string file{};      // empty without debug information
  int line = 0;            // 0: unknown
  std::string module{};    // the program or library; empty: unknown
  std::uint64_t offset{};  // in the module; 0: unknown
  std::string code{};      // the text of the line, of the user's; empty: not read
  std::string excerpt{};   // that line, marked, between its neighbours, with their numbers

  bool operator==(const Place&) const = default;
};

/// The source of an owner that was found by the native stacks of its allocations.
constexpr std::string_view call_stacks = "call stacks";

/// The metric of an owner that creates the items of a container, which its details name. It is no
/// series.
constexpr std::string_view items_metric = "items";

/// More than this of a growth is no share of it: some of it may still be freed.
constexpr double largest_share = 1.2;

/// The call stack, or the line of a script, that holds a part of the growth in a leaking
/// trial.
struct Owner {
  std::string metric{};                // the series that grew: "heap_bytes", "descriptors"
  std::string source{};                // how it was found: call_stacks, or Explanation::source
  double count_per_fetch = 0;          // blocks, descriptors, threads, mappings
  double bytes_per_fetch = 0;          // memory
  double share = 0;                    // fraction of the growth that the verdict measured; 0: the
                                       // metric is no series
  std::vector<Place> stack{};          // innermost first, never empty
  std::optional<std::size_t> yours{};  // index of the first frame of the user's code
  std::string release{};               // the function that releases it, by its name, of the library
                                       // that the user's code calls; may be empty
  std::string details{};               // for display: sizes, or both ends of a socket
};

}  // namespace leakproof
