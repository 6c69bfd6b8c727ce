// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/explanation.hpp"

namespace leakproof {

/// The bytes of all objects, from the last line of a class histogram: "Total  9226  459792".
/// Unlike GC.heap_info, it has the same form and the same meaning under each collector.
std::optional<std::int64_t> bytes_of_all(std::string_view histogram);

/// What the objects of each class hold. A stack of one frame has the name of the class as its
/// function, and its module, such as "java.base"; "class path" if it is in no named module.
std::vector<Holding> classes_in(std::string_view histogram);

/// Those of these classes whose numbers of objects tell more than what they hold: the user's, and
/// the JDK's that have to be closed. A byte[] says little; that it comes with a Session of the
/// user's or a response stream says whose it is.
std::vector<Container> telling_classes(std::span<const Holding> classes);

/// "[Ljava.lang.String;" → "java.lang.String[]", "[[I" → "int[][]". Without the address that
/// follows the name of a hidden class, such as that of a lambda expression.
std::string name_in_java(std::string_view class_name);

/// Does this class, in Java's spelling, belong to the JDK?
bool is_of_the_jdk(std::string_view class_name);

/// Does it belong to the JDK, or to a widely used HTTP client or framework, by its name?
bool is_of_a_library(std::string_view class_name);

}  // namespace leakproof
