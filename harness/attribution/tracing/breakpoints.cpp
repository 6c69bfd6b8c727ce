// SPDX-License-Identifier: MIT
#include "attribution/tracing/breakpoints.hpp"

namespace leakproof::tracing {
namespace {

constexpr std::byte int3{0xcc};

}  // namespace

bool Breakpoints::add(std::uintptr_t address) {
  if (has(address)) return true;
  const auto original = memory_.value<std::byte>(address);
  if (!original || !memory_.set(address, int3)) return false;
  originals_.emplace(address, *original);
  return true;
}

void Breakpoints::remove_all() {
  for (const auto& [address, original] : originals_) memory_.set(address, original);
  originals_.clear();
}

std::array<std::byte, DisplacedCode::size> Breakpoints::original_code(
    std::uintptr_t address) const {
  std::array<std::byte, DisplacedCode::size> code{};
  memory_.read(address, code);
  const auto end = originals_.lower_bound(address + code.size());
  for (auto at = originals_.lower_bound(address); at != end; ++at) {
    code[at->first - address] = at->second;
  }
  return code;
}

void Breakpoints::remove_from_copy(pid_t child) const {
  const ProcessMemory copy(child);
  for (const auto& [address, original] : originals_) copy.set(address, original);
}

void Breakpoints::put(std::uintptr_t address, bool is_on) {
  const auto known = originals_.find(address);
  if (known != originals_.end()) memory_.set(address, is_on ? int3 : known->second);
}

}  // namespace leakproof::tracing
