// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace leakproof::go {

/// Decides how many collections a stop needs. One may have begun before the program became idle. A
/// second frees what finalizers and sync.Pool have let go of, and the third confirms it. Garbage
/// only adds: as many bytes as at the last stop are confirmed at once.
class Confirmation {
 public:
  void begin() { seen_.reset(); }

  /// `done`: collections since the stop began; `marked`: bytes that the last of them found
  /// reachable.
  bool is_enough(std::uint32_t done, std::optional<std::int64_t> marked) {
    const auto before = std::exchange(seen_, marked);
    const bool is_confirmed =
        (marked && marked == confirmed_) || (done >= needed && before == marked) || done >= most;
    if (is_confirmed) confirmed_ = marked;
    return is_confirmed;
  }

  /// The next stop needs all collections.
  void forget() { confirmed_.reset(); }

 private:
  static constexpr std::uint32_t needed = 3;
  static constexpr std::uint32_t most = 8;

  std::optional<std::int64_t> confirmed_{};  // at the last stop
  std::optional<std::int64_t> seen_{};       // by the last collection of this one
};

}  // namespace leakproof::go
