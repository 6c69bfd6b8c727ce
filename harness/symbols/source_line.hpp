// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace leakproof {

/// The text of a line of a source file, from 1 on, without the white space at its ends and after
/// 160 bytes; empty if it cannot be read: files of more than 4 MB are not read.
std::string source_line(const std::string& file, int line);

/// The first line of a function in JavaScript, whose first one is `first`, that calls what an
/// owner's stack has there; `first` if there is none. It has the name of `callee`, before a "(", or
/// a name that the file gives to the package of `callee_file`, as by require(). The function ends
/// at a line that begins with a closing brace no further to the right than its first line.
int line_of_call(const std::string& file, int first, std::string_view callee,
                 std::string_view callee_file);

}  // namespace leakproof
