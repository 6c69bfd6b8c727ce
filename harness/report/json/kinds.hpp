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

/// Of a field: any whole number will do.
inline constexpr auto no_least = std::numeric_limits<std::int64_t>::min();

// How a value looks in JSON, by its type. Whatever is none of these is an object with
// the fields that fields.hpp describes, or an enumeration with the words of words.hpp.

/// A number, true or false, or a text.
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

/// A whole number; its key names the unit.
template <typename T>
inline constexpr bool is_duration = false;
template <typename Count, typename Period>
inline constexpr bool is_duration<std::chrono::duration<Count, Period>> = true;

}  // namespace leakproof::report
