// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "posix/process_memory.hpp"

namespace leakproof::go {

/// A variable in another process that is put back when this is destroyed.
template <typename T>
class Setting {
 public:
  /// The memory must outlive this.
  Setting(const ProcessMemory& memory, std::uintptr_t address)
      : memory_(memory), address_(address), original_(memory.value<T>(address)) {}
  ~Setting() { put_back(); }
  Setting(const Setting&) = delete;
  Setting& operator=(const Setting&) = delete;

  T original() const { return original_.value_or(T{}); }

  void set(T value) {
    if (original_) is_changed_ = memory_.set(address_, value) || is_changed_;
  }
  /// The process itself has written it since.
  void forget() { is_changed_ = false; }
  void put_back() {
    if (is_changed_) memory_.set(address_, *original_);
    is_changed_ = false;
  }

 private:
  const ProcessMemory& memory_;
  std::uintptr_t address_;
  std::optional<T> original_;
  bool is_changed_ = false;
};

}  // namespace leakproof::go
