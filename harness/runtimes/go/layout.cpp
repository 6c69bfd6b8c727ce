// SPDX-License-Identifier: MIT
#include "runtimes/go/layout.hpp"

#include <algorithm>
#include <array>

namespace leakproof::go {
namespace {

struct Version {
  std::string_view prefix{};  // without the patch level, which does not change structures
  Layout layout{};
};

// From the debug information of programs that each version built for 64-bit machines. The tests
// compare the row of the installed version.
constexpr std::array known{
    Version{"go1.19",
            {0, 56, 64, 104, 144, 296, 304, 312, 184, 0, 104, 7704, 7720, 48, 52, 2480, 88}},
    Version{"go1.21",
            {0, 56, 64, 104, 144, 280, 288, 296, 152, 0, 72, 7704, 7720, 56, 60, 2480, 88}},
    Version{"go1.22",
            {0, 56, 64, 104, 144, 280, 288, 296, 152, 0, 72, 7704, 7720, 60, 64, 2480, 88}},
    Version{"go1.23",
            {0, 56, 64, 104, 152, 288, 296, 304, 152, 0, 72, 7704, 7720, 60, 64, 2472, 88}},
    Version{"go1.24",
            {0, 56, 64, 104, 152, 288, 296, 304, 152, 0, 72, 7704, 7720, 60, 64, 2472, 88}},
    Version{"go1.25",
            {0, 56, 64, 96, 144, 280, 288, 296, 152, 0, 72, 7680, 7696, 64, 68, 2472, 88}},
    Version{"go1.26",
            {0, 56, 64, 96, 144, 288, 296, 304, 152, 0, 72, 7680, 7696, 64, 68, 2480, 104}},
};

// "go1.19" is a prefix of "go1.19" and "go1.19.8", but not of "go1.191".
bool is_of(std::string_view version, std::string_view prefix) {
  return version.starts_with(prefix) &&
         (version.size() == prefix.size() || version.substr(prefix.size(), 1) == "." ||
          version.substr(prefix.size(), 1) == " " || version.substr(prefix.size(), 2) == "rc");
}

}  // namespace

std::optional<Layout> layout_of_version(std::string_view version) {
  const auto found =
      std::ranges::find_if(known, [&](const Version& row) { return is_of(version, row.prefix); });
  return found == known.end() ? std::nullopt : std::optional(found->layout);
}

}  // namespace leakproof::go
