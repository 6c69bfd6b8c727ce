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

/// The path of a program that a shell would start under this name; empty: there is none.
std::filesystem::path found_on_path(const std::string& program);

/// Does the program of this command replace malloc, as Valgrind and a sanitizer's runtime
/// do? Then the interposer must not be preloaded.
bool brings_its_own_malloc(const std::vector<std::string>& words);

}  // namespace leakproof
