// SPDX-License-Identifier: MIT
#include "runtimes/jvm/users_classes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <system_error>
#include <utility>

#include "runtimes/jvm/class_histogram.hpp"

namespace leakproof {
namespace {

constexpr std::size_t most_folders = 100;
constexpr std::size_t most_packages = 20'000;
constexpr std::size_t most_classes = 20'000;  // of a package

// Removes the text up to the next mark, and that, and returns it.
std::string_view next_piece(std::string_view& text, char mark) {
  const std::string_view piece = text.substr(0, text.find(mark));
  text.remove_prefix(std::min(piece.size() + 1, text.size()));
  return piece;
}

// The rest of the first line that begins so; empty without one.
std::string_view after(std::string_view key, std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = next_piece(text, '\n');
    if (line.starts_with(key)) return line.substr(key.size());
  }
  return {};
}

// As the JVM sees them, which may have another root folder. An empty entry is its current folder.
std::vector<std::string> folders_in(std::string_view class_path, pid_t pid) {
  std::vector<std::string> folders;
  while (!class_path.empty() && folders.size() < most_folders) {
    const std::string_view entry = next_piece(class_path, ':');
    std::string folder = entry.starts_with('/') ? fmt::format("/proc/{}/root{}", pid, entry)
                                                : fmt::format("/proc/{}/cwd/{}", pid, entry);
    std::error_code ignored;
    if (std::filesystem::is_directory(folder, ignored)) folders.push_back(std::move(folder));
  }
  return folders;
}

// "Main" of `java Main`, and "com.acme.Main" of `java --module app/com.acme.Main`; empty of
// `java -jar`, where the manifest names it.
std::string_view main_class_in(std::string_view command, std::string_view class_path) {
  std::string_view rest = command;
  if (!class_path.empty() && rest.starts_with(class_path)) {
    rest.remove_prefix(class_path.size());
    if (rest.empty() || rest.starts_with(' ')) return {};
  }
  const std::string_view word = command.substr(0, command.find(' '));
  if (word == "<unknown>") return {};
  const std::size_t slash = word.rfind('/');
  return slash == word.npos ? word : word.substr(slash + 1);
}

// The class of the outermost main() of a thread that is not a launcher's.
std::string_view main_class_of(std::string_view threads) {
  constexpr std::string_view frame = "\tat ";
  std::string_view found;
  while (!threads.empty()) {
    const std::string_view line = next_piece(threads, '\n');
    if (line.empty() && !found.empty()) break;
    const std::size_t end = line.find(".main(");
    if (!line.starts_with(frame) || end == line.npos) continue;
    const std::string_view name = line.substr(frame.size(), end - frame.size());
    if (!is_of_a_library(name)) found = name;
  }
  return found;
}

// "com.acme" of "com.acme.app.Main".
std::string_view package_of(std::string_view class_name) {
  const std::size_t last = class_name.rfind('.');
  if (last == class_name.npos) return {};
  const std::size_t second = class_name.find('.', class_name.find('.') + 1);
  return class_name.substr(0, std::min(second, last));
}

// Made at run time by a library, which gives it the name of the user's class that it derives from.
bool is_generated(std::string_view class_name) {
  constexpr std::array marks{"$$EnhancerBy", "$$SpringCGLIB$$", "$$FastClassBy", "$HibernateProxy$",
                             "$ByteBuddy$",  "$MockitoMock$",   "$Proxy"};
  return std::ranges::any_of(
      marks, [&](const char* mark) { return class_name.find(mark) != class_name.npos; });
}

bool is_within(std::string_view class_name, std::string_view package) {
  if (package.empty()) return class_name.find('.') == class_name.npos;
  return class_name.starts_with(package) && class_name.substr(package.size()).starts_with('.');
}

}  // namespace

UsersClasses::UsersClasses(pid_t pid, std::string_view command_line, std::string_view threads,
                           std::span<const Holding> classes) {
  const std::string_view command = after("java_command: ", command_line);
  const std::string_view class_path = after("java_class_path (initial): ", command_line);
  if (command.empty()) return;
  folders_ = folders_in(class_path, pid);
  std::string_view main_class = main_class_in(command, class_path);
  if (main_class.empty() || is_of_a_library(main_class)) main_class = main_class_of(threads);
  const bool has_folder =
      is_in_a_folder(main_class) || std::ranges::any_of(classes, [&](const Holding& holding) {
        return is_in_a_folder(holding.stack.front().function);
      });
  if (has_folder) return;
  folders_.clear();
  if (!main_class.empty()) package_.emplace(package_of(main_class));
}

bool UsersClasses::has(std::string_view class_name) const {
  if (is_of_the_jdk(class_name) || is_generated(class_name)) return false;
  while (class_name.ends_with("[]")) class_name.remove_suffix(2);
  if (!folders_.empty()) return is_in_a_folder(class_name);
  return !is_of_a_library(class_name) && (!package_ || is_within(class_name, *package_));
}

bool UsersClasses::has_member(std::string_view name) const {
  return has(name.substr(0, name.rfind('.')));
}

// A nested or generated class is where the one is whose name it extends.
bool UsersClasses::is_in_a_folder(std::string_view class_name) const {
  if (folders_.empty() || is_of_the_jdk(class_name)) return false;
  const std::size_t dot = class_name.rfind('.');
  const std::string_view package = class_name.substr(0, dot == class_name.npos ? 0 : dot);
  std::string_view name = class_name.substr(dot == class_name.npos ? 0 : dot + 1);
  const Names& known = classes_of(package);
  while (!known.contains(name)) {
    const std::size_t end = name.rfind('$');
    if (end == name.npos) return false;
    name = name.substr(0, end);
  }
  return true;
}

const UsersClasses::Names& UsersClasses::classes_of(std::string_view package) const {
  if (const auto found = classes_of_package_.find(package); found != classes_of_package_.end()) {
    return found->second;
  }
  std::string path(package);
  std::ranges::replace(path, '.', '/');
  Names names;
  if (classes_of_package_.size() >= most_packages) classes_of_package_.clear();
  for (const std::string& folder : folders_) {
    std::error_code ignored;
    std::filesystem::directory_iterator file(fmt::format("{}/{}", folder, path), ignored);
    for (; file != std::filesystem::directory_iterator() && names.size() < most_classes;
         file.increment(ignored)) {
      const std::filesystem::path& name = file->path();
      if (name.extension() == ".class") names.insert(name.stem().string());
    }
  }
  return classes_of_package_.emplace(std::string(package), std::move(names)).first->second;
}

}  // namespace leakproof
