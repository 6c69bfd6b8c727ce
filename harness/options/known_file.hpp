// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/known_leak.hpp"

namespace leakproof {

// The file of --known and --write-known: TOML, with a [[leak]] for each.

/// Reads an untrusted file. Throws UsageError that names the file, the line and the mistake.
std::vector<KnownLeak> read_known(const std::string& path);

/// Parses the text of such a file, which messages call `name`. Throws UsageError.
std::vector<KnownLeak> parse_known(std::string_view text, const std::string& name);

std::string known_text(std::span<const KnownLeak>);

}  // namespace leakproof
