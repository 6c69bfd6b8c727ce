// SPDX-License-Identifier: MIT
#include "attribution/tracing/stepping_space.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>
#include <string>

#include "posix/proc_file.hpp"

namespace leakproof::tracing {
namespace {

constexpr std::size_t unused = 2 * DisplacedCode::size;

}  // namespace

// Pages of code of files. What follows the code up to the end of its last page is zero.
void SteppingSpace::look_for_spaces() {
  ProcFile maps(pid_, "maps");
  const auto text = maps.read();
  std::istringstream lines(text.has_value() ? std::string(*text) : std::string());
  for (std::string line; std::getline(lines, line);) {
    unsigned long begin = 0;  // NOLINT(google-runtime-int)
    unsigned long end = 0;    // NOLINT(google-runtime-int)
    std::array<char, 5> access{};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, access.data()) != 3) continue;
    if (access[2] != 'x' || line.find('/') == std::string::npos) continue;
    const auto [found, is_new] = spaces_.try_emplace(begin, Space{.end = end});
    if (!is_new) continue;
    std::array<std::byte, unused> bytes{};
    const bool is_read = memory_.read(end - unused, bytes) == unused;
    const bool is_unused =
        is_read && std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
    if (is_unused) found->second.address = end - DisplacedCode::size;
  }
}

SteppingSpace::Space* SteppingSpace::space_for(std::uintptr_t address) {
  const auto after = spaces_.upper_bound(address);
  if (after == spaces_.begin()) return nullptr;
  Space& space = std::prev(after)->second;
  return address < space.end ? &space : nullptr;
}

std::optional<SteppingSpace::Placed> SteppingSpace::place(std::uintptr_t address,
                                                          const Breakpoints& breakpoints) {
  Space* space = space_for(address);
  if (space == nullptr) {
    look_for_spaces();
    space = space_for(address);
  }
  if (space == nullptr || space->address == 0) return std::nullopt;
  if (space->holds != address) {
    space->holds = address;
    space->code = displaced(breakpoints.original_code(address), address, space->address);
    if (space->code && !memory_.write(space->address, space->code->bytes)) space->code.reset();
  }
  if (!space->code) return std::nullopt;
  return Placed{*space->code, space->address};
}

void SteppingSpace::clear() {
  for (const auto& [begin, space] : spaces_) {
    if (space.holds != 0)
      memory_.write(space.address, std::array<std::byte, DisplacedCode::size>{});
  }
  spaces_.clear();
}

}  // namespace leakproof::tracing
