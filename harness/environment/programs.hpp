// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leakproof {

// Found beside this program, so that a build tree and an installation both work.
std::string bundled_worker();
std::string control_worker();
std::filesystem::path heap_interposer();
std::filesystem::path runtimes_folder();

/// Where a program would be found, as a shell looks for it; empty if nowhere.
std::filesystem::path found_on_path(const std::string& program);

/// Whether this program wants malloc for itself, as a sanitizer's runtime and
/// Valgrind do: then the interposer must stay out. `words` is a command.
bool brings_its_own_malloc(const std::vector<std::string>& words);

}  // namespace leakproof
