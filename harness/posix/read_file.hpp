// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

namespace leakproof {

/// The contents of a file. Throws std::runtime_error with the reason if it cannot be read to its
/// end, or has more than `most` bytes: some files, such as /dev/zero, have no end.
std::string read_file(const std::string& path, std::size_t most);

}  // namespace leakproof
