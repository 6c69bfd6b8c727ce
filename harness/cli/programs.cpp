// SPDX-License-Identifier: MIT
#include "cli/programs.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <ranges>
#include <sstream>
#include <string_view>

namespace leakproof::cli {
namespace {

namespace fs = std::filesystem;

fs::path own_folder() { return fs::read_symlink("/proc/self/exe").parent_path(); }

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

std::string bundled_worker() { return own_folder() / "leakproof-worker"; }
std::string control_worker() { return own_folder() / "leakproof-control"; }
fs::path agents_folder() { return own_folder().parent_path() / "lib" / "leakproof-agents"; }
fs::path heap_interposer() { return own_folder().parent_path() / "lib" / "libleakproof-heap.so"; }

fs::path found_on_path(const std::string& program) {
  const auto starts = [](const fs::path& file) {
    std::error_code ignored;
    return fs::is_regular_file(file, ignored) && ::access(file.c_str(), X_OK) == 0;
  };
  if (program.find('/') != program.npos) return starts(program) ? fs::path(program) : fs::path();
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (fs::path file = fs::path(folder) / program; starts(file)) return file;
  }
  return {};
}

bool brings_its_own_malloc(const std::vector<std::string>& words) {
  const fs::path program = found_on_path(words.front());
  if (program.filename().string().starts_with("valgrind")) return true;
  // The name is in the program whether the runtime is linked in or shared.
  // Put together here, so that a program that contains this line has none of them.
  constexpr std::array<std::string_view, 4> runtimes{"asan", "tsan", "msan", "lsan"};
  const std::string text = contents(program);
  return std::ranges::any_of(runtimes, [&](std::string_view runtime) {
    return text.find(fmt::format("__{}_init", runtime)) != text.npos;
  });
}

}  // namespace leakproof::cli
