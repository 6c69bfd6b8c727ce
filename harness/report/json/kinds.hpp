// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace leakproof::report {

/// The field has no minimum.
inline constexpr auto no_least = std::numeric_limits<std::int64_t>::min();

// The JSON form of a value by its type. All other types are objects with the fields in
// fields.hpp, or enumerations with the words in words.hpp.

/// A number, a boolean or a string.
template <typename T>
inline constexpr bool is_plain = std::is_arithmetic_v<T> || std::is_same_v<T, std::string>;

/// The value, or null.
template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <typename T>
inline constexpr bool is_list = false;
template <typename T>
inline constexpr bool is_list<std::vector<T>> = true;

/// An integer; its key names the unit.
template <typename T>
inline constexpr bool is_duration = false;
template <typename Count, typename Period>
inline constexpr bool is_duration<std::chrono::duration<Count, Period>> = true;

}  // namespace leakproof::report
