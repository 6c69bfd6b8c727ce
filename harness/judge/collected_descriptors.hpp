// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof {

/// The descriptors that a client leaves to the garbage collector. Where collections are forced,
/// such a client is clean; between two collections of its own it has many descriptors open.
class CollectedDescriptors {
 public:
  /// The numbers of open descriptors before and after a collection while the client was idle.
  void add(std::int64_t before, std::int64_t after) {
    most_ = std::max(most_, before);
    most_at_once_ = std::max(most_at_once_, before - after);
    closed_ += std::max<std::int64_t>(0, before - after);
  }

  /// A sentence without a full stop if collections closed a descriptor in twenty fetches or more,
  /// and not only single ones, as time may close these. Empty otherwise.
  std::optional<std::string> remark(std::int64_t fetches) const;

 private:
  std::int64_t most_ = 0;
  std::int64_t most_at_once_ = 0;
  std::int64_t closed_ = 0;
};

/// That sentence within the reason of a ruling; empty if it is not there.
std::string collected_descriptors_in(std::string_view reason);

}  // namespace leakproof
