// SPDX-License-Identifier: MIT
#include "attribution/tracing/displaced_code.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace leakproof::tracing {
namespace {

constexpr bool is_within(unsigned value, unsigned first, unsigned last) {
  return value >= first && value <= last;
}

// Intel's manual, volume 2, appendix A.
bool is_plain(unsigned opcode) {
  return is_within(opcode, 0x50, 0x5f) ||  // push, pop
         is_within(opcode, 0x70, 0x7f) ||  // short jump on a condition
         is_within(opcode, 0xb0, 0xbf) ||  // move a constant
         opcode == 0x90 || opcode == 0xa8 || opcode == 0xa9 || opcode == 0xc9 || opcode == 0xe8 ||
         opcode == 0xe9 || opcode == 0xeb || opcode == 0xc3 ||
         (opcode < 0x40 && (opcode & 7) >= 4 && (opcode & 7) <= 5);  // arithmetic with a constant
}

bool has_operand(unsigned opcode) {
  return (opcode < 0x40 && (opcode & 7) <= 3) ||  // arithmetic
         opcode == 0x63 || opcode == 0x69 || opcode == 0x6b || is_within(opcode, 0x80, 0x8b) ||
         opcode == 0x8d || opcode == 0xc0 || opcode == 0xc1 || opcode == 0xc6 || opcode == 0xc7 ||
         is_within(opcode, 0xd0, 0xd3) || opcode == 0xf6 || opcode == 0xf7;
}

// Those that begin with 0f.
bool is_plain_of_two(unsigned opcode) { return is_within(opcode, 0x80, 0x8f); }  // jump

bool has_operand_of_two(unsigned opcode) {
  return is_within(opcode, 0x10, 0x17) || opcode == 0x1e || opcode == 0x1f ||
         is_within(opcode, 0x28, 0x2f) || is_within(opcode, 0x40, 0x76) ||
         is_within(opcode, 0x7e, 0x7f) || is_within(opcode, 0x90, 0x9f) || opcode == 0xa3 ||
         opcode == 0xaf || is_within(opcode, 0xb6, 0xb7) || is_within(opcode, 0xba, 0xbf) ||
         is_within(opcode, 0xd1, 0xef);
}

// A displacement from the instruction pointer, at this place in the code.
bool displace(DisplacedCode& code, std::size_t at, std::uintptr_t from, std::uintptr_t to) {
  std::int32_t distance = 0;
  std::memcpy(&distance, &code.bytes[at], sizeof distance);
  const auto moved = static_cast<std::int64_t>(from - to) + distance;
  distance = static_cast<std::int32_t>(moved);
  std::memcpy(&code.bytes[at], &distance, sizeof distance);
  return moved == distance;
}

}  // namespace

std::optional<DisplacedCode> displaced(std::span<const std::byte, DisplacedCode::size> code,
                                       std::uintptr_t from, std::uintptr_t to) {
  constexpr std::size_t last_opcode = 8;
  DisplacedCode result;
  std::ranges::copy(code, result.bytes.begin());
  const auto byte = [&](std::size_t i) { return std::to_integer<unsigned>(code[i]); };
  std::size_t at = 0;
  while (at < last_opcode && (byte(at) == 0x66 || byte(at) == 0xf2 || byte(at) == 0xf3)) ++at;
  const bool has_prefix = at > 0;
  const bool has_rex = is_within(byte(at), 0x40, 0x4f);
  if (has_rex) ++at;
  const bool is_of_two = byte(at) == 0x0f;
  if (is_of_two) ++at;
  const unsigned opcode = byte(at);
  if (is_of_two ? is_plain_of_two(opcode) : is_plain(opcode)) {
    result.returns = !is_of_two && opcode == 0xc3;
    result.calls = !is_of_two && opcode == 0xe8;
    if (result.calls && (has_prefix || has_rex)) return std::nullopt;
    return result;
  }
  if (is_of_two ? !has_operand_of_two(opcode) : !has_operand(opcode)) return std::nullopt;
  const bool is_from_instruction = (byte(at + 1) & 0xc7) == 0x05;
  if (is_from_instruction && !displace(result, at + 2, from, to)) return std::nullopt;
  return result;
}

}  // namespace leakproof::tracing
