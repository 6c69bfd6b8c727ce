// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace leakproof {

/// The text of a line of a source file, from 1 on, without the white space at its ends and after
/// 160 bytes; empty if it cannot be read: files of more than 4 MB are not read.
std::string source_line(const std::string& file, int line);

}  // namespace leakproof
