// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leakproof {

// Paths relative to this program, so that a build tree and an installation both work.
std::string bundled_worker();
std::string control_worker();
std::filesystem::path heap_interposer();
std::filesystem::path runtimes_folder();
// Exists only in a bundle, see harness/cmake/Bundle.cmake.
std::filesystem::path carried_libraries();

/// The path of the program that a shell would start for this name; empty if there is no
/// such program.
std::filesystem::path found_on_path(const std::string& program);

/// True if the program of this command replaces malloc, as Valgrind and sanitizer runtimes
/// do. Then the interposer must not be preloaded.
bool brings_its_own_malloc(const std::vector<std::string>& words);

}  // namespace leakproof
