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

// "go1.19" and "go1.19.8" are of "go1.19"; "go1.191", "go1.19rc1" and "go1.19.8-fork" are not.
bool is_of(std::string_view version, std::string_view prefix) {
  if (!version.starts_with(prefix)) return false;
  const std::string_view patch = version.substr(prefix.size());
  return patch.empty() || (patch.starts_with('.') && patch.size() > 1 &&
                           patch.find_first_not_of("0123456789", 1) == patch.npos);
}

}  // namespace

std::optional<Layout> layout_of_version(std::string_view version) {
  const auto found =
      std::ranges::find_if(known, [&](const Version& row) { return is_of(version, row.prefix); });
  return found == known.end() ? std::nullopt : std::optional(found->layout);
}

}  // namespace leakproof::go
