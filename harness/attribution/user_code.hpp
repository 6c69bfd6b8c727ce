// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/code_names.hpp"
#include "model/owner.hpp"

namespace leakproof {

/// Tells the user's code from that of the system, of a runtime and its packages, and from code that
/// was generated. What `mine` names is the user's wherever it lies: a folder or a file, or the last
/// components of their path ("site-packages/my_client"); or a package or class of Java.
class UserCode {
 public:
  explicit UserCode(std::span<const std::string> mine = {}) : mine_(mine) {}

  /// The index of the first frame of the user in a stack that a runtime has reported; `source`: see
  /// Explanation. Generated code counts only where nothing else does, as in `python3 -c`.
  std::optional<std::size_t> first_in(std::span<const Place>, std::string_view source) const;

  /// The same in a native stack, whose modules have these paths, as many as it has frames.
  /// Allocation functions of the user count only where no other function of theirs does.
  std::optional<std::size_t> first_in(std::span<const Place>,
                                      std::span<const std::string> paths) const;

 private:
  bool is_mine(std::string_view path) const;
  bool is_in_my_package(std::string_view name) const;
  bool is_of_a_runtime(const Place&, std::string_view source) const;
  bool is_native_library(const Place&, std::string_view path) const;

  std::span<const std::string> mine_;
};

/// Is a file with this path of the system?
bool is_of_the_system(std::string_view path);

}  // namespace leakproof
