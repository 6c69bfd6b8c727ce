// SPDX-License-Identifier: MIT
#include "environment/programs.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <sstream>
#include <string_view>

#include "posix/elf.hpp"
#include "posix/mapped_file.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

// The root of the build tree or installation. This code is linked into bin/leakproof, or
// into the engine, which is in the private directory.
fs::path root() {
  static const int here = 0;
  Dl_info module{};
  ::dladdr(&here, &module);
  const fs::path file = fs::weakly_canonical(module.dli_fname);
  if (!file.filename().string().starts_with("libleakproof-engine")) {
    return fs::read_symlink("/proc/self/exe").parent_path().parent_path();
  }
  return file.parent_path().parent_path().parent_path();
}

fs::path private_folder() { return root() / LEAKPROOF_PRIVATE_FOLDER; }

}  // namespace

std::string bundled_worker() { return root() / "bin" / "leakproof-worker"; }
std::string control_worker() { return private_folder() / "leakproof-control"; }
fs::path runtimes_folder() { return private_folder() / "runtimes"; }
fs::path carried_libraries() { return private_folder() / "libraries"; }
fs::path heap_interposer() { return private_folder() / "libleakproof-heap.so"; }

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

std::string why_not_preloaded(const std::vector<std::string>& words) {
  const fs::path program = found_on_path(words.front());
  if (program.filename().string().starts_with("valgrind")) return "it runs under Valgrind";
  if (elf_interpreter(program).value_or("").find("/ld-musl") != std::string::npos) {
    return "it uses the C library musl, for which the interposer is not made";
  }
  // A sanitized program contains this name whether it links the runtime statically or
  // dynamically. It is composed here, so that a program that contains this code does not
  // itself contain the name.
  constexpr std::array<std::string_view, 4> runtimes{"asan", "tsan", "msan", "lsan"};
  const MappedFile file(program);
  const bool is_sanitized = std::ranges::any_of(runtimes, [&](std::string_view runtime) {
    return contains(file.bytes(), fmt::format("__{}_init", runtime));
  });
  return is_sanitized ? "it contains a sanitizer, which replaces malloc" : "";
}

}  // namespace leakproof
