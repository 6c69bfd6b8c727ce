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

/// Why the interposer must not be preloaded into the program of this command: it replaces malloc,
/// as Valgrind and sanitizer runtimes do, or uses musl, whose loader would refuse. Empty if it can
/// be.
std::string why_not_preloaded(const std::vector<std::string>& words);

}  // namespace leakproof
