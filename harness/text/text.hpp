// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace leakproof {

/// Text from outside made fit to show: control and non-ASCII bytes become "?",
/// a tab a space; line ends stay where `lines`.
std::string printable(std::string_view, bool lines = false);

/// Splits as a shell does, quotes and variables included, but runs nothing.
/// Throws std::invalid_argument saying what is wrong.
std::vector<std::string> split_command(const std::string&);

/// One word, as a shell reads it back; bare where it needs no quotes.
std::string shell_word(std::string_view word);

/// The candidate that a typing error most likely meant; empty if none is close.
std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);

/// "-12" → -12. Nothing where the text is anything but a whole number that fits.
std::optional<std::int64_t> whole_number(std::string_view);

/// 22782 → "22,782".
std::string grouped(std::int64_t);

}  // namespace leakproof
