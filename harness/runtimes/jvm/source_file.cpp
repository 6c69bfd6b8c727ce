// SPDX-License-Identifier: MIT
#include "runtimes/jvm/source_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <string_view>
#include <system_error>
#include <vector>

#include "posix/processes.hpp"

namespace leakproof {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 20;
constexpr int most_levels = 5;  // of app/build/classes/java/main below app
constexpr std::array class_path_options{"-cp", "-classpath", "--class-path", "-jar"};
constexpr std::array folders_of_sources{"src", "src/main/java", "src/test/java"};

// What follows the first such option of java; the current folder without one.
std::string class_path_of(pid_t pid) {
  constexpr std::string_view assigned = "--class-path=";
  const std::vector<std::string> words = command_words(pid);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with(assigned)) return words[i].substr(assigned.size());
    const bool is_option =
        std::ranges::find(class_path_options, words[i]) != class_path_options.end();
    if (is_option && i + 1 < words.size()) return words[i + 1];
  }
  return ".";
}

// The folders of the class path and those of its jars.
std::vector<fs::path> folders_of(pid_t pid) {
  std::error_code ignored;
  const fs::path current = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), ignored);
  std::vector<fs::path> folders;
  std::istringstream class_path(class_path_of(pid));
  for (std::string entry; folders.size() < most_entries && std::getline(class_path, entry, ':');) {
    const fs::path path = current / entry;
    const bool is_file = path.extension() == ".jar" || path.filename() == "*";
    folders.push_back((is_file ? path.parent_path() : path).lexically_normal());
  }
  folders.push_back(current);
  return folders;
}

// "com/acme/Main.java" of the file "Main.java" of "com.acme.Main.fetch".
fs::path path_in_package(const Place& place) {
  std::string method = place.function.substr(0, place.function.rfind('.'));
  const std::size_t package = method.rfind('.');
  if (package == method.npos) return place.file;
  method.resize(package);
  std::ranges::replace(method, '.', '/');
  return fs::path(method) / place.file;
}

}  // namespace

std::string source_file(pid_t pid, const Place& place) {
  const fs::path file = path_in_package(place);
  const auto is_there = [&](const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(fmt::format("/proc/{}/root{}", pid, path.string()), ignored);
  };
  for (fs::path folder : folders_of(pid)) {
    if (is_there(folder / file)) return (folder / file).lexically_normal();
    for (int level = 0; level < most_levels && folder.has_relative_path(); ++level) {
      for (const char* const sources : folders_of_sources) {
        const fs::path path = folder / sources / file;
        if (is_there(path)) return path.lexically_normal();
      }
      folder = folder.parent_path();
    }
  }
  return "";
}

}  // namespace leakproof
