// SPDX-License-Identifier: MIT
#include "attribution/tracing/allocation_log.hpp"

#include <algorithm>
#include <utility>

namespace leakproof::tracing {
namespace {

constexpr std::uint64_t largest = std::uint64_t{1} << 40;    // greater sizes fail
constexpr std::uintptr_t last_page = ~std::uintptr_t{4095};  // results from there are errors

bool is_mapping(FunctionKind kind) {
  return kind == FunctionKind::mmap || kind == FunctionKind::mremap;
}

std::uint64_t requested(FunctionKind kind, const user_regs_struct& call) {
  switch (kind) {
    case FunctionKind::malloc:
      return call.rdi;
    case FunctionKind::calloc: {
      std::uint64_t bytes = 0;
      return __builtin_mul_overflow(call.rdi, call.rsi, &bytes) ? largest : bytes;
    }
    case FunctionKind::realloc:
    case FunctionKind::memalign:
    case FunctionKind::mmap:
      return call.rsi;
    case FunctionKind::posix_memalign:
    case FunctionKind::mremap:
      return call.rdx;
    case FunctionKind::free:
    case FunctionKind::munmap:
      break;
  }
  return 0;
}

// What it takes in memory: whole pages, or a chunk with the header of libc's allocator.
std::int64_t occupied(FunctionKind kind, std::uint64_t size) {
  size = std::min(size, largest);
  if (is_mapping(kind)) return static_cast<std::int64_t>((size + 4095) / 4096 * 4096);
  return static_cast<std::int64_t>(std::max<std::uint64_t>(32, (size + 8 + 15) / 16 * 16));
}

}  // namespace

void AllocationLog::hit(pid_t thread, const user_regs_struct& registers,
                        std::optional<std::uint32_t> epoch) {
  if (const auto found = calls_.find(thread); found != calls_.end()) {
    const Call& call = found->second;
    const bool has_left = registers.rsp > call.stack_pointer;
    if (!has_left) return;
    if (registers.rip == call.return_address) end(call, registers);
    // Its breakpoint stays: another thread may have reached it already.
    calls_.erase(found);
  }
  if (const auto function = functions_.find(registers.rip); function != functions_.end()) {
    begin(thread, registers, function->second, epoch);
  }
}

void AllocationLog::begin(pid_t thread, const user_regs_struct& registers, FunctionKind kind,
                          std::optional<std::uint32_t> epoch) {
  const bool replaces = kind == FunctionKind::realloc || kind == FunctionKind::mremap;
  const bool frees = kind == FunctionKind::free || kind == FunctionKind::munmap;
  if (frees || replaces) live_.remove(registers.rdi);
  if (frees || !epoch) return;
  Call call{.kind = kind,
            .return_address = threads_.breakpoints().word_at(registers.rsp),
            .stack_pointer = registers.rsp,
            .old = registers.rdi,
            .bytes = occupied(kind, requested(kind, registers)),
            .epoch = *epoch,
            .stack = walk_.callers(thread)};
  if (threads_.breakpoints().add(call.return_address)) calls_.emplace(thread, std::move(call));
}

void AllocationLog::end(const Call& call, const user_regs_struct& registers) {
  std::uintptr_t address = registers.rax;
  if (call.kind == FunctionKind::posix_memalign) {
    address = static_cast<std::uint32_t>(registers.rax) == 0
                  ? threads_.breakpoints().word_at(call.old)
                  : 0;
  }
  if (address == 0 || address > last_page) return;
  live_.add(is_mapping(call.kind) ? ResourceKind::mapping : ResourceKind::block, address,
            call.bytes, call.epoch, call.stack);
}

}  // namespace leakproof::tracing
