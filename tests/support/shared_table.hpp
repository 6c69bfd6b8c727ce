// SPDX-License-Identifier: MIT
#pragma once

#include <sys/mman.h>
#include <sys/types.h>

#include <cstdint>
#include <stdexcept>
#include <vector>

#include "interposer/counters.hpp"
#include "interposer/supervisor/heap_table.hpp"

namespace leakproof::testing {

/// A table of counts with both of its sides in one process: the supervisor's side, and the
/// side that an interposer would write for the process `pid`.
class SharedTable {
 public:
  static constexpr pid_t pid = 4711;

  SharedTable() {
    void* const pages = ::mmap(nullptr, preload::shared_size, PROT_READ | PROT_WRITE,
                               MAP_SHARED | MAP_NORESERVE, table_.descriptor(), 0);
    if (pages == MAP_FAILED) throw std::runtime_error("no memory to share");
    written_ = static_cast<preload::Table*>(pages);
    written_->owners[1] = pid;
  }
  ~SharedTable() { ::munmap(written_, preload::shared_size); }
  SharedTable(const SharedTable&) = delete;
  SharedTable& operator=(const SharedTable&) = delete;

  const HeapTable& table() const { return table_; }
  preload::Slot& slot() { return written_->slots[1]; }
  preload::TrackingTable& tracked() { return *preload::tracking_table_behind(written_); }

  /// Records a resource as if the process had allocated it under the current order.
  bool track(preload::ResourceKind kind, std::uintptr_t id, std::vector<std::uintptr_t> stack,
             std::uint64_t bytes = 0) {
    std::vector<void*> addresses;
    for (const std::uintptr_t address : stack) {
      addresses.push_back(reinterpret_cast<void*>(address));
    }
    return tracked().add(preload::TrackingTable::key_of(kind, id), tracked().place_of(addresses),
                         slot().tracking.epoch, bytes);
  }

 private:
  HeapTable table_{};
  preload::Table* written_ = nullptr;
};

}  // namespace leakproof::testing
