// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"

namespace leakproof {

/// The module of a class that belongs neither to the user nor to the JDK.
constexpr std::string_view library_module = "library";

/// Tells the user's classes from those of libraries. The user's lie in folders of the class path,
/// and libraries in jars. Of a program that is in jars as a whole, those in the package of its main
/// class are the user's: "com.acme" of com.acme.app.Main.
class UsersClasses {
 public:
  /// Of an unknown program: all but those of the JDK and of widely used libraries.
  UsersClasses() = default;

  /// `command_line` and `threads`: what VM.command_line and Thread.print print; empty: unknown.
  /// `classes`: those that are loaded, see classes_in().
  UsersClasses(pid_t, std::string_view command_line, std::string_view threads,
               std::span<const Holding> classes);

  /// Is this class, in Java's spelling, the user's?
  bool has(std::string_view class_name) const;

  /// Is the class of this method or field, such as "Main.kept", the user's?
  bool has_member(std::string_view name) const;

 private:
  using Names = std::set<std::string, std::less<>>;

  bool is_in_a_folder(std::string_view class_name) const;
  const Names& classes_of(std::string_view package) const;

  std::vector<std::string> folders_{};    // of the class path, if they have classes
  std::optional<std::string> package_{};  // of the main class, otherwise
  mutable std::map<std::string, Names, std::less<>> classes_of_package_{};  // in the folders
};

}  // namespace leakproof
