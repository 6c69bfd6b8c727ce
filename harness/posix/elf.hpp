// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace leakproof {

/// The loader that an ELF program names ("/lib64/ld-linux-x86-64.so.2"), empty if it is statically
/// linked; nullopt if the file cannot be read or is no ELF file, such as a script.
std::optional<std::string> elf_interpreter(const std::string& path);

}  // namespace leakproof
